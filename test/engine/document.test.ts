import nock from 'nock';

import notFound from '../../simulator/documented/retrieve.404.json';
import unauthorized from '../../simulator/documented/any.401.json';
import document from '../../simulator/documented/retrieve.200.json';
import { keepOffTheInternet } from './outside';
import { API, byId, execute, failure, jsonOf, TOKEN } from './support';

const CHECKS = ['screenReplay', 'printedCopy', 'portraitSubstitution', 'digitalManipulation'];

const record = document.data;
const path = `/v2/document-liveness/${record._id}`;

/** The very request that the documentation shows; anything else stays unanswered. */
function documentedRequest() {
	return nock(API, { reqheaders: { authorization: `Bearer ${TOKEN}` } }).get(path);
}

keepOffTheInternet();

describe("the documentation's record, through Get", () => {
	it('comes out as it came when it is not simplified', async () => {
		documentedRequest().reply(200, document);
		const { success } = await execute({ ...byId(record._id), simplify: false });
		expect(success).toEqual([{ json: record, pairedItem: { item: 0 } }]);
	});

	it('comes out as ten fields in a fixed order when it is simplified', async () => {
		documentedRequest().reply(200, document);
		const [{ json }] = (await execute(byId(record._id))).success;
		expect(Object.entries(json)).toEqual([
			['_id', '68a8bf34d8207d5f3357b643'],
			['createdAt', '2025-08-22T19:04:25.503Z'],
			['aggregatedScore', 0.000001],
			['isLive', null],
			['screenReplayProbability', 0.0019733],
			['printedCopyProbability', 0.000001],
			['portraitSubstitutionProbability', 0.948844],
			['digitalManipulationProbability', 0.3582724],
			['warnings', ['GLARE_ON_IMAGE']],
			['errors', []],
		]);
	});

	it('becomes four items when its warnings are split per check', async () => {
		documentedRequest().reply(200, document);
		const { success } = await execute({ ...byId(record._id), splitWarnings: 'perCheck' });
		expect(jsonOf(success).map(({ check, severity, code }) => [check, severity, code])).toEqual([
			['screenReplay', 'warning', 'GLARE_ON_IMAGE'],
			['printedCopy', 'warning', 'GLARE_ON_IMAGE'],
			['portraitSubstitution', 'warning', 'GLARE_ON_IMAGE'],
			['digitalManipulation', 'warning', 'GLARE_ON_IMAGE'],
		]);
		expect(success[0].json).not.toHaveProperty('warnings');
		expect(success[0].json).toMatchObject({ _id: record._id, errors: [] });
	});

	it('becomes one item with the four checks when its warnings are split per code', async () => {
		documentedRequest().reply(200, document);
		const { success } = await execute({
			...byId(record._id),
			simplify: false,
			splitWarnings: 'perCode',
		});
		const rest: Record<string, unknown> = { ...record };
		for (const check of CHECKS) delete rest[`${check}Warnings`];
		expect(jsonOf(success)).toEqual([
			{
				...rest,
				checks: CHECKS,
				severity: 'warning',
				code: 'GLARE_ON_IMAGE',
			},
		]);
	});

	it.each([
		['a maximum of its own score', { aggregatedScoreMax: 0.000001 }, 1],
		['a minimum of its own score', { aggregatedScoreMin: 0.000001 }, 1],
		['a maximum just below it', { aggregatedScoreMax: 0.0000009 }, 0],
		['a minimum just above it', { aggregatedScoreMin: 0.0000011 }, 0],
		['both bounds around it', { aggregatedScoreMin: 0, aggregatedScoreMax: 0.5 }, 1],
	])('passes or fails a filter on its score: %s', async (_name, filters, count) => {
		documentedRequest().reply(200, document);
		const { success, error } = await execute({ ...byId(record._id), filters });
		expect(error).toBeUndefined();
		expect(success).toHaveLength(count);
	});
});

describe("the documentation's failures", () => {
	it('names the ID when there is no such record', async () => {
		documentedRequest().reply(404, notFound);
		const { error, status } = await execute(byId(record._id));
		expect(status).toBe('error');
		expect(error).toMatchObject({
			message: `Verifik has no record with the ID "${record._id}"`,
			description: expect.stringContaining('Check the ID'),
			httpCode: '404',
			context: { itemIndex: 0 },
		});
	});

	it('says what to do when the token is not accepted, and asks only once', async () => {
		documentedRequest().reply(401, unauthorized);
		const { error } = await execute(byId(record._id));
		expect(error).toMatchObject({
			message: 'Verifik did not accept the access token',
			description: expect.stringContaining("Verifik's client panel"),
			httpCode: '401',
			...failure('credential-invalid'),
		});
		expect(JSON.stringify(error)).not.toContain(TOKEN);
	});
});
