import type { INode } from 'n8n-workflow';

import type { Fault, Simulator } from '../../simulator';
import { execute, getAll, jsonOf, withSimulator, type Execution } from '../engine/support';
import { logged } from '../harness';
import { sampled } from '../harness/fastCheck';
import { leapOverWaits } from '../harness/leapOverWaits';
import { FAULTS, SHORT_TIMEOUT, THROTTLED, type FaultRow } from './faultTable';

leapOverWaits();

/*
 * The fault matrix: every fault, on every page position, under every On Error mode, striking once
 * and striking until the node gives up. Two input items ask for the same list; the first one is
 * struck, the second one must not notice.
 */

const PAGE_SIZE = 2;
const PAGES = 6;
/** The last page has one record only. */
const RECORDS = PAGES * PAGE_SIZE - 1;
const MAX_TRIES = 2;

const POSITIONS = { first: 1, middle: 3, 'one before the last': PAGES - 1, last: PAGES };
const MODES: Array<INode['onError']> = [
	'stopWorkflow',
	'continueRegularOutput',
	'continueErrorOutput',
];

interface Cell extends FaultRow {
	position: string;
	page: number;
	onError: INode['onError'];
}

const allCells = FAULTS.flatMap((row) =>
	Object.entries(POSITIONS).flatMap(([position, page]) =>
		// with nothing served before it, a quota by the minute is not known either
		row.namesMinute && page > 1
			? []
			: MODES.map((onError): Cell => ({ ...row, position, page, onError })),
	),
);

const cells = sampled(allCells);
/** Whether no answer comes: one at a time, so that no healthy request is as slow. */
const isHang = (cell: Cell) => cell.message.startsWith('Verifik did not answer within');
const temporaryCells = cells.filter(({ isTemporary }) => isTemporary);

const OPTIONS = { concurrency: 3, maxAttempts: MAX_TRIES, pageSize: PAGE_SIZE };

/** "Too many requests" uses up no attempt: the node gives up when it may not wait any longer. */
const isThrottle = ({ message }: FaultRow) => message === THROTTLED;

/** Only the first input item does not wait; the other one asks when it may. */
const FIRST_DOES_NOT_WAIT = '={{ $itemIndex === 0 ? 0 : 10 }}';

/** Two input items, the first of which meets the fault on its page, so many times. */
async function strike(
	cell: Cell,
	{ times, seconds = 2, ...rest }: { times: number; seconds?: number; maxWait?: number | string },
	check: (execution: Execution, simulator: Simulator, fault: Fault) => void,
): Promise<void> {
	await withSimulator({ count: RECORDS }, async (simulator) => {
		const fault = { ...cell.fault(seconds), page: cell.page, times };
		simulator.fault(fault);
		const timeout = fault.kind === 'hang' ? { timeout: SHORT_TIMEOUT } : {};
		const options = { ...OPTIONS, ...timeout, ...rest };
		const execution = await execute(
			{ ...getAll, options },
			{ account: simulator, items: [{}, {}], onError: cell.onError },
		);
		check(execution, simulator, fault);
		const { runData, error } = execution;
		expect(JSON.stringify([runData, error])).not.toContain(simulator.token);
	});
}

/** Each record once and in order, as the items of that input item. */
function expectEveryRecord(items: Execution['success'], item: number, simulator: Simulator): void {
	const ids = simulator.records().map(({ _id }) => _id);
	expect(jsonOf(items).map(({ _id }) => _id)).toEqual(ids);
	expect(items.map(({ pairedItem }) => pairedItem)).toEqual(ids.map(() => ({ item })));
}

/** How often each page was asked for, the first page first. */
function requestsPerPage({ requests }: Simulator): number[] {
	return Array.from(
		{ length: PAGES },
		(_, index) => requests.filter(({ page }) => page === index + 1).length,
	);
}

/** The first request for a page and its repetition, which may not come before the server allows it. */
function expectPause({ requests }: Simulator, { page, ...fault }: Fault): void {
	const retryAfter = 'headers' in fault ? fault.headers?.['retry-after'] : undefined;
	const [struck, again] = requests.filter((request) => request.page === page);
	const seconds = Number(retryAfter);
	const earliest = seconds ? struck.startedAt + seconds * 1000 : Date.parse(String(retryAfter));
	// the clock that timers go by is another one
	if (!Number.isNaN(earliest)) expect(again.startedAt).toBeGreaterThanOrEqual(earliest - 5);
}

/** How the message of a failure has to end: where it happened, and what was read before. */
function whereabouts(page: number): string {
	const read = (page - 1) * PAGE_SIZE;
	return page === 1 ? '' : ` (page ${page} of ${PAGES}, ${read} records had been read)`;
}

describe('a fault that passes', () => {
	const title = '$name on the $position page, under $onError, costs one request and loses nothing';
	const check = async (cell: Cell) => {
		await strike(cell, { times: 1 }, ({ error, status, success, failed }, simulator, fault) => {
			expect(error).toBeUndefined();
			expect(status).toBe('success');
			expect(failed).toEqual([]);
			expectEveryRecord(success.slice(0, RECORDS), 0, simulator);
			expectEveryRecord(success.slice(RECORDS), 1, simulator);
			const expected = Array.from({ length: PAGES }, () => 2);
			expected[cell.page - 1]++;
			expect(requestsPerPage(simulator)).toEqual(expected);
			expectPause(simulator, fault);
		});
	};

	it.concurrent.each(temporaryCells.filter((cell) => !isHang(cell)))(title, check);
	it.each(temporaryCells.filter(isHang))(title, check);
});

describe('a fault that stays', () => {
	const title =
		'$name on the $position page, under $onError, is told with the page and touches no other item, unless it is about all';
	const check = async (cell: Cell) => {
		const { page, onError, concernsAccount, isDated } = cell;
		const tries = cell.isTemporary && !isThrottle(cell) ? MAX_TRIES : 1;
		const wait = isDated
			? { maxWait: 0, seconds: 600 }
			: isThrottle(cell)
				? { maxWait: FIRST_DOES_NOT_WAIT }
				: {};
		// the other item then fails of the same at once
		const isForAll = concernsAccount || isDated;
		const message = `${cell.message}${whereabouts(page)}`;

		await strike(
			cell,
			{ times: tries, ...wait },
			({ error, status, success, failed }, simulator) => {
				const requests = requestsPerPage(simulator);
				if (onError === 'stopWorkflow') {
					expect(status).toBe('error');
					expect(error).toMatchObject({ message, context: { itemIndex: 0 } });
					expect([...success, ...failed]).toEqual([]);
				} else {
					expect(error).toBeUndefined();
					const isApart = onError === 'continueErrorOutput';
					const failures = isApart ? failed : success.slice(0, isForAll ? 2 : 1);
					const rest = isApart ? success : success.slice(failures.length);
					const [first, ...more] = failures.map(({ json, pairedItem }) => [json, pairedItem]);
					const errorDescription = expect.any(String) as unknown;
					expect(first).toEqual([{ error: message, errorDescription }, { item: 0 }]);
					const other = [{ error: cell.message, errorDescription }, { item: 1 }];
					expect(more).toEqual(isForAll ? [other] : []);
					if (isForAll) expect(rest).toEqual([]);
					else expectEveryRecord(rest, 1, simulator);
				}

				const others = onError === 'stopWorkflow' || isForAll ? 0 : 1;
				expect(requests[page - 1]).toBe(tries + others);
				expect(requests.slice(0, page - 1)).toEqual(Array(page - 1).fill(1 + others));
				// those that were under way when it failed
				for (const later of requests.slice(page)) expect(later).toBeLessThanOrEqual(1 + others);
			},
		);
	};

	it.concurrent.each(cells.filter((cell) => !isHang(cell)))(title, check);
	it.each(cells.filter(isHang))(title, check);
});

it('writes every repetition and every long wait to the log, and never the token', async () => {
	await withSimulator({ count: RECORDS }, async (simulator) => {
		const text = logged()
			.map((entry) => entry.text)
			.join('\n');
		// of a throttle, only a wait that somebody would notice
		for (const cell of cells.filter((cell) => cell.isDated || !isThrottle(cell))) {
			const attempt = isThrottle(cell) ? '' : `, attempt 1 of ${MAX_TRIES}`;
			// of the first page, how many there are may not be known yet
			const pages = [`page ${cell.page} of ${PAGES}`, ...(cell.page === 1 ? ['page 1'] : [])];
			const isTold = pages.some((page) => text.includes(`${cell.message} (${page}${attempt})`));
			expect([cell.name, isTold]).toEqual([cell.name, cell.isTemporary]);
		}
		expect(text.includes(simulator.token)).toBe(false);
	});
});
