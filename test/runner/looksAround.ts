import { UserError } from 'n8n-workflow';

/* Runs behind `outcomes.ts`, in the same worker. */

it('finds nothing that another file has left', () => {
	expect('left' in globalThis).toBe(false);
});

it("is of one world with n8n's engine", () => {
	expect(new UserError('no')).toBeInstanceOf(Error);
});
