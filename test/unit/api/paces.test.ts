import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { KINDS, run, TELLS, type Quota, type Scenario } from './quotas';

/*
 * How long some lists take under some quotas, and how many requests are refused on the way: paces.txt
 * has a line for each quota, whatever its server tells. pace.test.ts says what is good enough; this
 * shows what a change does to all of them. Whoever changes a line says why in the commit.
 */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** How many pages are read unless told. */
const PAGES = 300;

const LIMITS = [
	{ name: '2 a second', limit: 2, windowMs: SECOND },
	{ name: '10 a second', limit: 10, windowMs: SECOND },
	{ name: '10 a minute', limit: 10, windowMs: MINUTE },
	{ name: '30 a minute', limit: 30, windowMs: MINUTE },
	{ name: '100 a minute', limit: 100, windowMs: MINUTE },
	{ name: '500 an hour', limit: 500, windowMs: HOUR, pages: 1_100 },
];

const perMinute = (kind: Quota['kind'], more: Partial<Quota> = {}): Quota => ({
	kind,
	limit: 60,
	windowMs: MINUTE,
	...more,
});

type Reading = Omit<Scenario, 'tells'>;

const reading = (quota: Quota, more: Partial<Reading> = {}): Reading => ({
	quota,
	pages: PAGES,
	concurrency: 4,
	latencyMs: 100,
	...more,
});

const readings: Array<[name: string, reading: Reading]> = [
	...LIMITS.flatMap(({ name, pages = PAGES, ...limit }) =>
		KINDS.map((kind): [string, Reading] => [
			`${name}, ${kind}`,
			reading({ ...limit, kind, offsetMs: 0.37 * limit.windowMs }, { pages }),
		]),
	),
	...KINDS.flatMap((kind): Array<[string, Reading]> => [
		[`60 a minute, ${kind}, page by page`, reading(perMinute(kind), { concurrency: 1 })],
		[`60 a minute, ${kind}, two at once`, reading(perMinute(kind), { executions: 2 })],
		[`60 a minute, ${kind}, slow answers`, reading(perMinute(kind), { latencyMs: 1_500 })],
		[`60 a minute, ${kind}, half of it taken`, reading(perMinute(kind), { rival: { share: 0.5 } })],
		[
			`60 a minute, ${kind}, a third taken at random`,
			reading(perMinute(kind), { rival: { share: 0.33, isUneven: true } }),
		],
		[
			`60 a minute, ${kind}, 240 from the third minute on`,
			reading(perMinute(kind, { changed: { limit: 240, atMs: 3 * MINUTE } }), { pages: 1_200 }),
		],
		[
			`60 a minute, ${kind}, 20 from the third minute on`,
			reading(perMinute(kind, { changed: { limit: 20, atMs: 3 * MINUTE } })),
		],
	]),
	['60 a minute, sliding, refusals count', reading(perMinute('sliding', { countsRefused: true }))],
	['no quota, one refused', reading(perMinute('fixed', { limit: 1e9 }), { strays: [57] })],
	['no quota, the first refused', reading(perMinute('fixed', { limit: 1e9 }), { strays: [0] })],
	[
		'no quota, a few refused',
		reading(perMinute('fixed', { limit: 1e9 }), { strays: [20, 60, 61, 200, 300, 400] }),
	],
];

/** "wait 600.0 s/7": told how long to wait, and refused seven times. */
function resultOf(scenario: Scenario): string {
	const { timeMs, refused } = run(scenario);
	return `${scenario.tells} ${(timeMs / SECOND).toFixed(1)} s/${refused}`;
}

const expected = readFileSync(join(__dirname, 'paces.txt'), 'utf8').trimEnd().split('\n');

it('paces.txt has a line for each', () => {
	expect(expected.map((line) => line.split(':')[0])).toEqual(readings.map(([name]) => name));
});

it.each(readings)('%s: as fast as paces.txt says, and as often refused', (name, each) => {
	const results = TELLS.map((tells) => resultOf({ ...each, tells }));
	expect(`${name}: ${results.join(', ')}`).toBe(
		expected.find((line) => line.startsWith(`${name}:`)),
	);
});
