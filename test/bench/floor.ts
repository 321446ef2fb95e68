import http from 'node:http';
import { buffer } from 'node:stream/consumers';

import type { SimulatorRecord } from '../../simulator';
import { answerParent } from './child';
import { SCORE_MAX, type Finding } from './finding';
import type { Account } from './simulatorProcess';

/** A walk over all records, and over which connections it asks. */
export interface FloorWork {
	account: Account;
	/**
	 * `one` for all requests; `each` request opens one of its own, as every node in n8n has to, whose
	 * HTTP client keeps none open.
	 */
	connections: 'one' | 'each';
	/** Asks for the whole list in one request: what there was at one moment. */
	atOnce?: boolean;
}

/** What the loop took, and what it found. */
export interface FloorRun {
	milliseconds: number;
	findings: Finding[];
}

interface Page {
	data: SimulatorRecord[];
	/** Absent when it is the whole list. */
	pages?: number;
}

/**
 * The floor: what the job costs with nothing around it. One page after another, parsed, filtered and
 * split; no retries, no de-duplication, no messages, no n8n.
 */
async function run({ account, connections, atOnce }: FloorWork): Promise<Finding[]> {
	const { url, token } = account;
	const findings: Finding[] = [];
	let pages = 1;
	for (let page = 1; page <= pages; page++) {
		const query = atOnce ? '' : `?page=${page}&perPage=100&limit=100`;
		const address = `${url}/v2/document-liveness${query}`;
		const answer = JSON.parse(await get(address, token, AGENTS[connections])) as Page;
		pages = answer.pages ?? 1;
		for (const record of answer.data) addFindings(record, findings);
	}
	return findings;
}

const AGENTS = {
	one: new http.Agent({ keepAlive: true }),
	each: new http.Agent({ keepAlive: false }),
} satisfies Record<FloorWork['connections'], http.Agent>;

async function get(address: string, token: string, agent: http.Agent): Promise<string> {
	const headers = { Authorization: `Bearer ${token}` };
	const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
		http.get(address, { agent, headers }, resolve).once('error', reject);
	});
	return (await buffer(response)).toString();
}

function addFindings(record: SimulatorRecord, findings: Finding[]): void {
	const { aggregatedScore } = record;
	if (typeof aggregatedScore !== 'number' || aggregatedScore > SCORE_MAX) return;
	const add = (check: string, codes: string[]) => {
		for (const code of codes) {
			findings.push({
				_id: record._id,
				createdAt: record.createdAt,
				aggregatedScore,
				check,
				severity: 'warning',
				code,
			});
		}
	};
	add('screenReplay', record.screenReplayWarnings);
	add('printedCopy', record.printedCopyWarnings);
	add('portraitSubstitution', record.portraitSubstitutionWarnings);
	add('digitalManipulation', record.digitalManipulationWarnings);
}

answerParent<FloorWork, FloorRun>(async (work) => {
	const start = performance.now();
	const findings = await run(work);
	return { milliseconds: performance.now() - start, findings };
});
