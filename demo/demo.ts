import { strict as assert } from 'node:assert';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSimulator } from '../simulator';
import { loadPackage, runWorkflow, singleNode } from '../test/harness';
import { line, table } from './print';

const LIVE_URL = 'https://api.verifik.co';
const DOCUMENTED_ID = '68a8bf34d8207d5f3357b643';
const SUSPICIOUS_SCORE = 0.01;

interface Account {
	baseUrl: string;
	accessToken: string;
}

interface Outcome {
	items: IDataObject[];
	error?: Error & { description?: string | null };
	/** ms */
	took: number;
}

/** The built package in n8n's own loader, and its node on n8n's own engine. */
const loaded = loadPackage('dist');

async function run(account: Account, parameters: INodeParameters): Promise<Outcome> {
	const pkg = await loaded;
	const started = performance.now();
	const workflow = singleNode({ filters: {}, options: {}, ...parameters });
	const result = await runWorkflow(pkg, {
		...workflow,
		credentials: { verifikApi: { ...account } },
	});
	return {
		items: result.items('Success').map(({ json }) => json),
		error: result.error,
		took: performance.now() - started,
	};
}

/** Get Many below a score, one item per warning code. Throws what went wrong, if anything did. */
async function showSuspicious(account: Account, score: number): Promise<IDataObject[]> {
	line(`\n1. Get Many: every record with a score of ${score} or less, one item per warning code`);
	line('   Near 0 is suspicious; a high score does not prove that a document is genuine.');
	const { items, error, took } = await run(account, {
		operation: 'getAll',
		returnAll: true,
		filters: { aggregatedScoreMax: score },
		simplify: true,
		splitWarnings: 'perCode',
	});
	if (error) throw error;
	// an item without a code is a record without a warning; it says less about splitting
	const withCode = items.filter(({ code }) => code !== null);
	const rows = [...withCode, ...items.filter((item) => !withCode.includes(item))];
	table(rows.map(toMinutes), ['createdAt', 'aggregatedScore', 'code']);
	const records = new Set(items.map(({ _id }) => _id)).size;
	line(`${items.length} items from ${records} records in ${Math.round(took)} ms.`);
	return items;
}

/** "2025-12-31 17:01", as much of a date as the table has room for. */
function toMinutes(item: IDataObject): IDataObject {
	return { ...item, createdAt: String(item.createdAt).slice(0, 16).replace('T', ' ') };
}

async function showRecord(account: Account, id: unknown): Promise<void> {
	line(`\n2. Get: the record ${id}`);
	const { items, error } = await run(account, {
		operation: 'get',
		documentLiveness: { __rl: true, mode: 'id', value: String(id) },
		simplify: true,
		splitWarnings: 'none',
	});
	if (error) throw error;
	assert.equal(items.length, 1);
	table(Object.entries(items[0]).map(([field, value]) => ({ field, value })) as IDataObject[], [
		'field',
		'value',
	]);
}

async function showWrongToken(account: Account): Promise<void> {
	line('\n3. The same with a token that is not valid');
	const { error } = await run(
		{ ...account, accessToken: 'not-a-token' },
		{
			operation: 'get',
			documentLiveness: { __rl: true, mode: 'id', value: DOCUMENTED_ID },
			simplify: true,
			splitWarnings: 'none',
		},
	);
	assert.equal(error?.message, 'Verifik did not accept the access token');
	line(`   ${error.message}`);
	line(`   ${error.description}`);
}

async function showSimulator(): Promise<void> {
	line(
		'Against the simulator, a stand-in for Verifik on this computer, with 2000 made-up records.',
	);
	line('Set VERIFIK_ACCESS_TOKEN to read from your own Verifik account instead.');
	const simulator = await startSimulator({ count: 2000 });
	try {
		const account = { baseUrl: simulator.url, accessToken: simulator.token };
		const items = await showSuspicious(account, SUSPICIOUS_SCORE);
		const found = [...new Set(items.map(({ _id }) => _id))];
		const there = simulator
			.records()
			.filter(({ aggregatedScore }) => Number(aggregatedScore) <= SUSPICIOUS_SCORE)
			.map(({ _id }) => _id);
		assert.deepEqual(found, there, 'The records that came out are not the ones that are there');
		await showRecord(account, DOCUMENTED_ID);
		await showWrongToken(account);
		line(`\n${simulator.requests.length} requests in all.`);
	} finally {
		await simulator.close();
	}
}

async function showLive(accessToken: string): Promise<void> {
	line(
		`Against ${LIVE_URL}, with the token in VERIFIK_ACCESS_TOKEN. It only reads: no check is run.`,
	);
	const account = { baseUrl: LIVE_URL, accessToken };
	const items = await showSuspicious(account, 0.5);
	if (items.length > 0) await showRecord(account, items[0]._id);
	else line('\nNo record scores that low, so there is none to show.');
}

async function main(): Promise<void> {
	const token = process.env.VERIFIK_ACCESS_TOKEN;
	await (token ? showLive(token) : showSimulator());
	line('\nDone.');
}

main().catch((error: Error & { description?: string }) => {
	line(`\nThe demo failed: ${error.message}`);
	if (error.description) line(error.description);
	process.exitCode = 1;
});
