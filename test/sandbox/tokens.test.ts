import refused from '../../sandbox/documented/any.401.json';
import { SANDBOX_TOKEN, sandboxToken, type Sandbox } from '../../sandbox';
import { json, LIST, sandboxWith } from './support';

async function answer(sandbox: Sandbox, authorization?: string): Promise<[number, unknown]> {
	const headers = authorization === undefined ? undefined : { authorization };
	const response = await fetch(`${sandbox.url}${LIST}?page=1&perPage=1`, { headers });
	return [response.status, response.ok ? 'records' : await json(response)];
}

describe('the token', () => {
	it('is accepted as a bearer', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		expect(sandbox.token).toBe(SANDBOX_TOKEN);
		expect(await answer(sandbox, `Bearer ${SANDBOX_TOKEN}`)).toEqual([200, 'records']);
	});

	it.each([
		['missing', undefined],
		['empty', 'Bearer '],
		['another one', 'Bearer abc.def.ghi'],
		['without Bearer', SANDBOX_TOKEN],
		['prefixed twice', `Bearer Bearer ${SANDBOX_TOKEN}`],
		['prefixed JWT', `Bearer JWT ${SANDBOX_TOKEN}`],
		['in quotes', `Bearer "${SANDBOX_TOKEN}"`],
	])('is refused when it is %s', async (_title, authorization) => {
		const sandbox = await sandboxWith({ count: 1 });
		expect(await answer(sandbox, authorization)).toEqual([401, refused]);
	});

	it('can be any text, without an expiry', async () => {
		const sandbox = await sandboxWith({ count: 1, token: 'a-secret' });
		expect(await answer(sandbox, 'Bearer a-secret')).toEqual([200, 'records']);
		expect(await answer(sandbox, `Bearer another`)).toEqual([401, refused]);
	});

	it('is accepted until it expires', async () => {
		const sandbox = await sandboxWith({ count: 1 });
		const soon = sandboxToken({ expiresAt: new Date(Date.now() + 60_000) });
		const past = sandboxToken({ expiresAt: new Date(Date.now() - 60_000) });
		expect(await answer(sandbox, `Bearer ${soon}`)).toEqual([200, 'records']);
		expect(await answer(sandbox, `Bearer ${past}`)).toEqual([
			403,
			{ code: 'Forbidden', message: 'expired_token' },
		]);
	});

	it('says which mode the account is in, when told to', async () => {
		const sandbox = await sandboxWith({ count: 1, mode: 'sandbox' });
		const [, payload] = sandbox.token.split('.');
		expect(JSON.parse(Buffer.from(payload, 'base64url').toString())).toMatchObject({
			mode: 'sandbox',
		});
		expect(await answer(sandbox, `Bearer ${sandbox.token}`)).toEqual([200, 'records']);
		expect(SANDBOX_TOKEN.split('.')[1]).not.toContain(payload);
	});

	it('tells its expiry in both claims that Verifik uses', () => {
		const expiresAt = new Date('2027-03-04T05:06:07Z');
		const [, payload] = sandboxToken({ expiresAt }).split('.');
		const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
		const seconds = expiresAt.getTime() / 1000;
		expect(claims).toMatchObject({ exp: seconds, expiresAt: seconds });
	});
});
