import type { Answer, Asker } from './ask';
import { createdAt, idOf, readPage, type Fields, type Page } from './page';

/** One look at the list. */
export interface Look {
	/** The page that was asked for, from 1. */
	page: number;
	/** How many records were asked for. */
	asked: number;
	answer: Answer;
	/** Undefined when no page came. */
	got: Page | undefined;
}

/** Everything that was asked and what came, for the judge. What was not asked is not there. */
export interface Visit {
	/** Two by `perPage`, three by `limit`. */
	first: Look;
	/** 100 a page: the first, the second, and those where the counts say that the list ends. */
	large?: Look;
	second?: Look;
	ends: Look[];
	/** 200. */
	larger?: Look;
	/** From the older of these dates to the newer one. */
	between?: Look & { from: string; to: string };
	/** A page that was asked for with its price. */
	cost?: Answer;
	/** The record that was asked for by its ID, as the list has it, and what came. */
	one?: { listed: Fields; answer: Answer };
	unknownId?: Answer;
	malformedId?: Answer;
	/** The answer that ended the visit: too many requests, or no page where there should be one. */
	endedBy?: Answer;
}

const LARGE = 100;
const LARGER = 200;
const UNKNOWN_ID = '000000000000000000000000';
const MALFORMED_ID = 'no-such-id';

/** Thrown by a step, so that nothing more is asked. */
class Ended extends Error {
	constructor(readonly by: Answer) {
		super('Ended');
	}
}

/** Asks what the open questions need, thirteen times at most, one after the other. */
export async function visit(asker: Asker): Promise<Visit> {
	const found: Visit = { first: await look(asker, 1, 2, { limit: 3 }), ends: [] };
	if (!found.first.got) return { ...found, endedBy: found.first.answer };
	try {
		await askOn(asker, found);
	} catch (error) {
		if (!(error instanceof Ended)) throw error;
		found.endedBy = error.by;
	}
	return found;
}

async function askOn(asker: Asker, found: Visit): Promise<void> {
	found.large = await lookOn(asker, 1, LARGE);
	found.second = await lookOn(asker, 2, LARGE);
	found.larger = await lookOn(asker, 1, LARGER);
	const records = found.large.got?.records ?? [];
	const dates = records.map(({ createdAt: date }) => date);
	const from = dates[Math.floor((dates.length * 2) / 3)];
	const to = dates[Math.floor(dates.length / 3)];
	if (typeof from === 'string' && typeof to === 'string' && from < to) {
		const bounds = { whereGTE_createdAt: from, whereLTE_createdAt: to };
		found.between = { ...(await lookOn(asker, 1, LARGE, bounds)), from, to };
	}
	found.cost = served(await asker.list({ page: 1, perPage: 1, limit: 1, includeCost: 'true' }));
	const listed = records.at(-1);
	if (listed) found.one = { listed, answer: served(await asker.record(idOf(listed))) };
	found.unknownId = served(await asker.record(UNKNOWN_ID));
	found.malformedId = served(await asker.record(MALFORMED_ID));
	for (const page of endsOf(found)) found.ends.push(await lookOn(asker, page, LARGE));
}

/** The last page by `total` and by `pages`, and those behind them: four at most. */
function endsOf({ large, second }: Visit): number[] {
	const { total, pages, records = [] } = large?.got ?? {};
	const size = second?.got?.records.length ? records.length : LARGE;
	const lasts = [total === undefined ? undefined : Math.ceil(total / size), pages];
	const wanted = lasts.flatMap((last) => (last ? [last, last + 1] : []));
	return [...new Set(wanted)];
}

async function look(
	asker: Asker,
	page: number,
	asked: number,
	more: Record<string, string | number> = {},
): Promise<Look> {
	const answer = await asker.list({ page, perPage: asked, limit: asked, ...more });
	return { page, asked, answer, got: answer.status === 200 ? readPage(answer.json) : undefined };
}

async function lookOn(...args: Parameters<typeof look>): Promise<Look> {
	const looked = await look(...args);
	if (!looked.got) throw new Ended(looked.answer);
	return looked;
}

/** What an ID is answered with is the question; only a refusal for a quota ends the visit. */
function served(answer: Answer): Answer {
	if (isThrottled(answer)) throw new Ended(answer);
	return answer;
}

export function isThrottled({ status }: Answer): boolean {
	return status === 429 || status === 509;
}

/** The newest date of a page, in ms; undefined when it has none. */
export function newestOf({ records }: Page): number | undefined {
	const dates = records.map(createdAt).filter((date) => !Number.isNaN(date));
	return dates.length === 0 ? undefined : Math.max(...dates);
}

/** Records that arrive meanwhile move some from one page to the next, but not most of them. */
export function isFirstAgain({ large, second }: Pick<Visit, 'large' | 'second'>): boolean {
	const before = new Set(large?.got?.records.map(idOf));
	const after = second?.got?.records ?? [];
	return after.filter((record) => before.has(idOf(record))).length > after.length / 2;
}
