/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a benchmark, never part of the package */
import http from 'node:http';
import { buffer } from 'node:stream/consumers';

import type { SandboxRecord } from '../../sandbox';
import { answerParent } from './child';
import { SCORE_MAX, type Finding } from './finding';
import type { Account } from './sandboxProcess';

/** What the loop took, and what it found. */
export interface FloorRun {
	milliseconds: number;
	findings: Finding[];
}

interface Page {
	data: SandboxRecord[];
	pages: number;
}

/**
 * The floor: what the job costs with nothing around it. One page after another over one connection,
 * parsed, filtered and split; no retries, no de-duplication, no messages, no n8n.
 */
async function run({ url, token }: Account): Promise<Finding[]> {
	const findings: Finding[] = [];
	let pages = 1;
	for (let page = 1; page <= pages; page++) {
		const address = `${url}/v2/document-liveness?page=${page}&perPage=100&limit=100`;
		const answer = JSON.parse(await get(address, token)) as Page;
		pages = answer.pages;
		for (const record of answer.data) addFindings(record, findings);
	}
	return findings;
}

const agent = new http.Agent({ keepAlive: true });

async function get(address: string, token: string): Promise<string> {
	const headers = { Authorization: `Bearer ${token}` };
	const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
		http.get(address, { agent, headers }, resolve).once('error', reject);
	});
	return (await buffer(response)).toString();
}

function addFindings(record: SandboxRecord, findings: Finding[]): void {
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

answerParent<Account, FloorRun>(async (account) => {
	const start = performance.now();
	const findings = await run(account);
	return { milliseconds: performance.now() - start, findings };
});
