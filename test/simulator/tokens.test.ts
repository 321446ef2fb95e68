import refused from '../../simulator/documented/any.401.json';
import { SIMULATOR_TOKEN, simulatorToken, type Simulator } from '../../simulator';
import { json, LIST, simulatorWith } from './support';

async function answer(simulator: Simulator, authorization?: string): Promise<unknown> {
	const headers = authorization === undefined ? undefined : { authorization };
	const response = await fetch(`${simulator.url}${LIST}?page=1&perPage=1`, { headers });
	return response.ok ? response.status : [response.status, await json(response)];
}

const claimsOf = (token: string): unknown =>
	JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());

it('a token is accepted as a bearer, until it expires', async () => {
	const simulator = await simulatorWith({ count: 1 });
	expect(simulator.token).toBe(SIMULATOR_TOKEN);
	expect(await answer(simulator, `Bearer ${SIMULATOR_TOKEN}`)).toBe(200);
	const soon = simulatorToken({ expiresAt: new Date(Date.now() + 60_000) });
	expect(await answer(simulator, `Bearer ${soon}`)).toBe(200);
	const past = simulatorToken({ expiresAt: new Date(Date.now() - 60_000) });
	const expired = { code: 'Forbidden', message: 'expired_token' };
	expect(await answer(simulator, `Bearer ${past}`)).toEqual([403, expired]);
});

it.each([
	['missing', undefined],
	['empty', 'Bearer '],
	['another one', 'Bearer abc.def.ghi'],
	['without Bearer', SIMULATOR_TOKEN],
	['prefixed twice', `Bearer Bearer ${SIMULATOR_TOKEN}`],
	['prefixed JWT', `Bearer JWT ${SIMULATOR_TOKEN}`],
	['in quotes', `Bearer "${SIMULATOR_TOKEN}"`],
])('a token is refused when it is %s', async (_title, authorization) => {
	const simulator = await simulatorWith({ count: 1 });
	expect(await answer(simulator, authorization)).toEqual([401, refused]);
});

it('a token can be any text, or say its mode and its expiry', async () => {
	const any = await simulatorWith({ count: 1, token: 'a-secret' });
	expect(await answer(any, 'Bearer a-secret')).toBe(200);
	expect(await answer(any, 'Bearer another')).toEqual([401, refused]);
	const simulated = await simulatorWith({ count: 1, mode: 'sandbox' });
	expect(claimsOf(simulated.token)).toMatchObject({ mode: 'sandbox' });
	expect(await answer(simulated, `Bearer ${simulated.token}`)).toBe(200);
	const expiresAt = new Date('2027-03-04T05:06:07Z');
	const seconds = expiresAt.getTime() / 1000;
	expect(claimsOf(simulatorToken({ expiresAt }))).toMatchObject({
		exp: seconds,
		expiresAt: seconds,
	});
});
