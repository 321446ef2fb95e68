import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { examine } from '../../doctor/examine';
import { judgeToken } from '../../doctor/token';
import { table } from '../../doctor/print';
import { startSimulator, type Fault, type Simulator, type SimulatorOptions } from '../../simulator';
import { withDates } from '../harness/datesOf';
import { examineSimulator, seenOf, verdicts } from './support';

const CLI = join(__dirname, '../../doctor/doctor.ts');
const RECORD = '/v2/document-liveness/';

const FORMULA = 'aggregatedScore, of the checks';
const DIRECTION = 'Not live, by score or check';

let folder: string;
let simulator: Simulator;

beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'doctor-'));
	simulator = await startSimulator({ count: 260 });
});

afterEach(async () => {
	await simulator.close();
	rmSync(folder, { recursive: true });
});

interface Outcome {
	code: number;
	out: string;
	complaint: string;
}

/** Runs the command as `npm run doctor` does. */
async function run(token: string): Promise<Outcome> {
	const env = { ...process.env, VERIFIK_ACCESS_TOKEN: token, VERIFIK_BASE_URL: simulator.url };
	const args = ['--import', 'tsx', CLI, '--report', join(folder, 'report.json')];
	return await new Promise((done) => {
		execFile(process.execPath, args, { env }, (error, out, complaint) =>
			done({ code: error ? Number(error.code) : 0, out, complaint }),
		);
	});
}

describe('npm run doctor', () => {
	it('prints a table, and writes a report without record, ID, date or token', async () => {
		const { code, out, complaint } = await run(`Bearer ${simulator.token}`);
		expect({ code, complaint }).toEqual({ code: 0, complaint: '' });
		expect(out).toContain('✓');
		expect(
			Math.max(
				...out
					.split('\n')
					.slice(1, -3)
					.map(({ length }) => length),
			),
		).toBeLessThanOrEqual(80);
		const report = readFileSync(join(folder, 'report.json'), 'utf8');
		expect(JSON.parse(report).findings).toHaveLength(21);
		for (const text of [report, out]) {
			expect(text).not.toContain(simulator.token);
			for (const record of simulator.records()) {
				for (const secret of [record._id, record.client, record.createdAt, record.imageUrl]) {
					if (secret !== '') expect(text).not.toContain(secret);
				}
			}
		}
		expect(simulator.requests.length).toBeLessThanOrEqual(14);
	});

	it('asks once with a token of nobody, and says that it is about the token', async () => {
		const { code, out, complaint } = await run('nobody');
		expect(code).toBe(1);
		expect(complaint).toContain('did not accept the access token');
		expect(out + complaint).not.toContain('nobody');
		expect(simulator.requests).toHaveLength(1);
	});

	it('asks nothing without a token', async () => {
		const { code, complaint } = await run('');
		expect(code).toBe(1);
		expect(complaint).toContain('VERIFIK_ACCESS_TOKEN');
		expect(simulator.requests).toHaveLength(0);
	});
});

describe('what the doctor says', () => {
	it.each([204, 200])('of an ID that no record has: status %i', async (status) => {
		const path = `${RECORD}${'0'.repeat(24)}`;
		const fault: Fault = {
			kind: 'status',
			status,
			path,
			body: status === 200 ? { data: null } : '',
		};
		const { examination } = await examineSimulator({}, (open) => open.fault(fault));
		expect(verdicts(examination).otherwise).toEqual(['An ID that no record has']);
	});

	it.each<[string, Fault]>([
		['a record that is another one', { kind: 'another' }],
		['a record that is not there', { kind: 'status', status: 404, path: RECORD }],
	])('of %s', async (_title, fault) => {
		const { examination } = await examineSimulator({}, (open) => open.fault(fault));
		expect(verdicts(examination).otherwise).toEqual(['A record by its ID']);
	});

	it.each<[string, Fault, string]>([
		['a web page', { kind: 'html' }, 'no page of records'],
		['a redirect', { kind: 'redirect', location: 'http://127.0.0.1:1/' }, 'status 302'],
		['an outage', { kind: 'status', status: 500 }, 'status 500'],
		['a connection that is closed', { kind: 'drop' }, 'could not be reached'],
		['an answer that is cut off', { kind: 'cut' }, 'cut off'],
		['half an answer', { kind: 'truncate' }, 'no page of records'],
		['no page', { kind: 'body', body: { data: null } }, 'no page of records'],
		['too many requests', { kind: 'status', status: 509 }, 'too many requests'],
	])('of %s, at once', async (_title, fault, words) => {
		const { examination, simulator: left } = await examineSimulator({}, (open) =>
			open.fault(fault),
		);
		expect(examination.problem).toContain(words);
		expect(left.requests).toHaveLength(1);
	});

	it('of a quota: where it began, and nothing more is asked', async () => {
		const quotas = {
			requests: 5,
			per: 'minute' as const,
			window: 'fixed' as const,
			headers: ['retry-after' as const],
		};
		const { examination, simulator: left } = await examineSimulator({ quotas });
		expect(left.requests).toHaveLength(6);
		expect(verdicts(examination).otherwise).toEqual(['Headers of a quota']);
		expect(JSON.stringify(examination)).toContain('refused with 509, retry-after');
	});

	it.each([0, 1, 2, 3])(
		'of an account with %i records: nothing that it cannot know',
		async (count) => {
			const { examination } = await examineSimulator({ count });
			expect(verdicts(examination).otherwise.filter((name) => !/^isLive/.test(name))).toEqual([]);
		},
	);

	it.each<[object, string, boolean]>([
		[{ exp: 4_102_444_800 }, 'exp in seconds', true],
		[{ expiresAt: 4_102_444_800_000 }, 'expiresAt in milliseconds', false],
		[{ exp: '4102444800' }, 'exp in a text of seconds', true],
		[{ expiresAt: '2100-01-01T00:00:00Z' }, 'expiresAt in text', false],
		[{}, 'not at all', false],
	])('of a token with %j', (claims, seen, isAsAssumed) => {
		const token = `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
		expect(judgeToken(token)).toMatchObject({ seen, isAsAssumed });
	});

	it.each<[string, SimulatorOptions, string, string]>([
		['a Sandbox token', { mode: 'sandbox' }, "The token's mode", 'sandbox: simulated'],
		['scores by the mean', { formula: 'mean' }, FORMULA, 'minimum 0, mean 91, neither 0'],
		['scores by the minimum', { formula: 'minimum' }, FORMULA, 'mean 0, neither 0'],
		['scores by no formula', { formula: undefined }, FORMULA, 'minimum 0, mean 0, neither'],
		['timeouts', { timedOut: 1 }, FORMULA, 'cannot be told'],
		['verdicts', {}, DIRECTION, 'fits in 178 of 178; digital manipulation 34 of 34'],
	])('of %s, as counts', async (_title, options, question, seen) => {
		const { examination } = await examineSimulator(options);
		expect(seenOf(examination, question).seen).toContain(seen);
	});

	it('of a list whose verdicts say that near 1 is bad', async () => {
		const turned = { isLive: false, aggregatedScore: 0.99, rawResponse: undefined };
		const { examination } = await examineSimulator({ count: 0 }, (open) =>
			open.arrive(5, undefined, turned),
		);
		expect(seenOf(examination, DIRECTION)).toMatchObject({
			seen: 'fits in 0 of 5; digital manipulation 0 of 0',
			isAsAssumed: false,
		});
	});

	it.each([
		[{ credits: 90, creditsCharged: 2, charged: true }, 'costs 2 credits, 90 credits left', false],
		[{ charged: false }, 'is not charged', true],
		[undefined, 'cannot be told', undefined],
	])('of a price such as %j', async (credits, seen, isAsAssumed) => {
		const body = { data: [], credits };
		const fault: Fault = { kind: 'body', body, path: '/v2/document-liveness', skip: 5 };
		const { examination } = await examineSimulator({}, (open) => open.fault(fault));
		expect(seenOf(examination, 'Reading the list')).toMatchObject({ seen, isAsAssumed });
	});

	it('with a mark for each: as assumed, otherwise, cannot be told', () => {
		const text = table(
			[true, false, undefined].map((isAsAssumed) => ({
				question: 'q',
				assumed: 'a',
				seen: 's',
				isAsAssumed,
			})),
		);
		expect(text.match(/[✓✗?]/g)).toEqual(['✓', '✗', '?']);
	});
});

it('reads a date without a zone as UTC, also between others', async () => {
	const account = { baseUrl: simulator.url, token: simulator.token };
	// by their last digit, about half of them
	const write = (createdAt: string) =>
		/[0-4]Z$/.test(createdAt) ? createdAt.slice(0, -1) : createdAt;
	const examination = await withDates(
		simulator,
		write,
		async (baseUrl) => await examine({ ...account, baseUrl }),
	);
	expect(seenOf(examination, 'The order, by createdAt').seen).toBe('newest first');
	expect(seenOf(examination, 'whereGTE_createdAt').seen).toBe('filters');
	expect(seenOf(examination, 'whereLTE_createdAt').seen).toBe('filters');
});
