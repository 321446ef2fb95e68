import type { IDataObject } from 'n8n-workflow';

import { pollTrigger } from '../../nodes/DocumentLivenessTrigger/poll';
import { Gates } from '../../nodes/verifik/api/gate';
import { runs } from '../harness/fastCheck';
import { arrive, SimulatedAccount, START } from './account';
import { answerFrom, CREDENTIAL, pollContext, VirtualClock } from './pollContext';
import { expectAgreement } from './suspiciousAgreement';

const DAY_MS = 86_400_000;

test('Suspicious Record is what a filter leaves of all records, with the reasons', async () => {
	await expectAgreement(runs(300));
});

function tokenOf(claims: object): string {
	return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
}

/** The items and the log of some polls with a token. */
async function pollsWith(claims: object, parameters: IDataObject, polls = 1) {
	const clock = new VirtualClock(START + DAY_MS);
	const dependencies = { clock, memories: new Map(), gates: new Gates(clock) };
	const account = new SimulatedAccount();
	arrive(account, 3, 1000);
	const answer = answerFrom(account);
	const log: string[] = [];
	const context = pollContext({
		answer: async (request) => answer(request),
		staticData: {},
		log,
		parameters: parameters as never,
		credential: { ...CREDENTIAL, accessToken: tokenOf(claims) },
	});
	const items: IDataObject[] = [];
	for (let poll = 0; poll < polls; poll++) {
		arrive(account, 1, 1000);
		const given = (await pollTrigger(context, dependencies)) ?? [];
		items.push(...given.map(({ json }) => json));
		clock.at += 60_000;
	}
	return { items, warnings: log.filter((line) => line.startsWith('warn')) };
}

test.each<[name: string, options: object]>([
	['from now', {}],
	['from a date on', { startFrom: '2000-01-01T00:00:00Z' }],
])(
	'the log says once that results are simulated, with a Sandbox token: %s',
	async (_name, options) => {
		const { items, warnings } = await pollsWith({ mode: 'sandbox' }, { options }, 3);
		expect(items.length).toBeGreaterThan(1);
		expect(warnings).toEqual([
			expect.stringMatching(/^warn: Verifik: These results are simulated: .*Sandbox mode/),
		]);
	},
);

test.each([{}, { mode: 'production' }])('it says nothing of the kind with %j', async (claims) => {
	expect((await pollsWith(claims, {}, 2)).warnings).toEqual([]);
});

test.each<[claims: object, environment: string | null]>([
	[{ mode: 'sandbox' }, 'sandbox'],
	[{ mode: 'production' }, 'production'],
	[{}, null],
])(
	'the item of an expiring token with %j says which environment it is for',
	async (claims, environment) => {
		const exp = (START + 3 * DAY_MS) / 1000;
		const { items } = await pollsWith(
			{ ...claims, exp },
			{ event: 'tokenExpiring', daysBefore: 7 },
		);
		expect(items).toEqual([expect.objectContaining({ daysLeft: 2, environment })]);
	},
);
