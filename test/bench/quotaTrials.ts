import type { Quota } from '../../simulator';
import { print } from '../e2e/print';
import { httpAndCode, thisNode, type Contender } from './contenders';
import type { Finding } from './finding';
import { seconds } from './format';
import type { Floor } from './race';
import type { Letter, QuotaTrial } from './results';
import type { Stage } from './stage';
import { findingsOf, tryOne } from './trials';

/** Refused as Verifik's own code does it, but for the words that tell which quota it is. */
const A_MINUTE: Quota = {
	requests: 30,
	per: 'minute',
	window: 'fixed',
	status: 509,
	wording: false,
};

const BY_THE_SECOND: Quota[] = (['fixed', 'sliding', 'bucket'] as const).flatMap((window) => {
	const quota: Quota = { requests: 10, per: 'second', window, status: 429 };
	return [quota, { ...quota, headers: ['retry-after'] }];
});

/** In real time, and this node alone: the others would not come through. */
export async function tryMinute(
	stage: Stage,
	floor: Floor,
	records: number,
): Promise<QuotaTrial[]> {
	const expected = await findingsOf(stage, floor, records);
	return [await tryQuota(stage, records, A_MINUTE, 'c', thisNode, expected)];
}

/** This node under quotas of each kind, and under the first of them what people have without it. */
export async function trySeconds(
	stage: Stage,
	floor: Floor,
	records: number,
): Promise<QuotaTrial[]> {
	const expected = await findingsOf(stage, floor, records);
	const trials = [await tryQuota(stage, records, BY_THE_SECOND[0], 'b', httpAndCode, expected)];
	for (const quota of BY_THE_SECOND) {
		trials.push(await tryQuota(stage, records, quota, 'c', thisNode, expected));
	}
	return trials;
}

async function tryQuota(
	stage: Stage,
	records: number,
	quota: Quota,
	letter: Letter,
	contender: Contender,
	expected: Finding[],
): Promise<QuotaTrial> {
	// a new one each time: the node remembers how fast an account may be read
	const source = await stage.addSource({ count: records, quotas: quota });
	try {
		const retryOnFail = letter !== 'c';
		const run = await tryOne(stage, source, contender, expected, { retryOnFail });
		const trial: QuotaTrial = {
			letter,
			label: contender.label + (retryOnFail ? ', Retry On Fail' : ''),
			quota: inWords(quota),
			limit: quota.requests,
			windowMs: quota.per === 'minute' ? 60_000 : 1000,
			records,
			milliseconds: run.milliseconds,
			requests: run.requests,
			refused: run.refused,
			delivered: run.findings.length,
			expected: expected.length,
			failure: run.failure,
		};
		print(`  ${trial.quota}, ${trial.label}: ${trial.failure ?? seconds(trial.milliseconds)}`);
		return trial;
	} finally {
		source.stop();
	}
}

function inWords({ requests, per, window, status, headers = [] }: Quota): string {
	const told = headers.length > 0 ? 'Retry-After' : 'not told';
	return `${requests} a ${per}, ${window}, ${status}, ${told}`;
}
