import { finding, type Finding } from './finding';
import { createdAt, idOf, momentOf } from './page';
import { isFirstAgain, newestOf, type Look, type Visit } from './visit';

/** A page that came, with its number and the size that pages of its kind have. */
interface Counted {
	page: number;
	/** Undefined when pages have no size to reckon with. */
	size: number | undefined;
	asked: number;
	length: number;
	total: number | undefined;
	pages: number | undefined;
	/** How many records are known that were there already. */
	known: number;
}

/** Whether `total` and `pages` fit what came: each by itself in its own answer, and all together. */
export function judgeCounts(visit: Visit): Finding[] {
	const counted = countedOf(visit);
	return [judgeTotal(counted), judgePages(counted, isTotalTrue(counted) === true)];
}

const TOTAL = ['total, all in all', 'fits what comes'] as const;
const PAGES = ['pages', 'fits what comes'] as const;

function judgeTotal(counted: Counted[]): Finding {
	if (counted.length < 2) return finding(...TOTAL, undefined);
	if (counted.some(({ total }) => total === undefined)) return finding(...TOTAL, 'is not there');
	const isTrue = isTotalTrue(counted);
	return finding(...TOTAL, isTrue === undefined ? undefined : isTrue ? TOTAL[1] : 'does not fit');
}

/** @returns undefined when it cannot be told, since no page shows where the list ends */
function isTotalTrue(counted: Counted[]): boolean | undefined {
	const totals = counted.map(({ total }) => total);
	if (totals.some((total) => total === undefined)) return undefined;
	if (goesDown(totals)) return false;
	if (counted.some(({ known, total }) => known > total!)) return false;
	const sized = counted.filter(({ size }) => size !== undefined);
	if (sized.length < counted.length) return undefined;
	return sized.every(({ page, size, length, total }) => {
		const left = total! - (page - 1) * size!;
		return length === Math.max(0, Math.min(size!, left));
	});
}

function judgePages(counted: Counted[], isTotalTrue: boolean): Finding {
	// of one size only: they are numbered by it
	const same = counted.filter(({ asked }) => asked === 100);
	const pages = same.map(({ pages: count }) => count);
	if (same.length < 2) return finding(...PAGES, undefined);
	if (pages.some((count) => count === undefined)) return finding(...PAGES, 'is not there');
	// records that arrive meanwhile may add a page, and not two
	const isJumping = pages.some((count, index) => index > 0 && count! > pages[index - 1]! + 1);
	if (goesDown(pages) || isJumping) return finding(...PAGES, 'does not fit');
	const sized = same.filter(({ size }) => size !== undefined);
	if (sized.length < same.length) return finding(...PAGES, undefined);
	const fits = sized.every(({ page, length, size, total, pages: count }) => {
		const isThere = length > 0;
		if (isTotalTrue && count !== Math.ceil(total! / size!)) return false;
		return isThere === page <= count!;
	});
	return finding(...PAGES, fits ? PAGES[1] : 'does not fit');
}

/** What `total` counts when dates are given; only to be told where it is true and they filter. */
export function judgeTotalBetween(visit: Visit): Finding {
	const question = 'total, with dates';
	const assumed = 'counts those between';
	const { between, large } = visit;
	const total = between?.got?.total;
	const length = between?.got?.records.length;
	const isTrue = isTotalTrue(countedOf(visit)) === true;
	if (!between?.got || total === undefined || !isTrue) return finding(question, assumed, undefined);
	const [from, to] = [momentOf(between.from), momentOf(between.to)];
	const dates = between.got.records.map(createdAt);
	if (dates.some((date) => date < from || date > to)) return finding(question, assumed, undefined);
	if (total === length) return finding(question, assumed, assumed);
	const isAll = total >= (large?.got?.total ?? Infinity);
	return finding(question, assumed, isAll ? 'counts all' : 'counts something else');
}

function goesDown(counts: Array<number | undefined>): boolean {
	return counts.some((count, index) => index > 0 && count! < counts[index - 1]!);
}

/** The pages without dates, in the order in which they were asked for. */
function countedOf(visit: Visit): Counted[] {
	const { first, large, second, larger, ends } = visit;
	const looks = [first, large, second, larger, ...ends].filter((look) => look !== undefined);
	const dates = new Map(
		looks.flatMap(({ got }) =>
			(got?.records ?? []).map((record) => [idOf(record), createdAt(record)]),
		),
	);
	return looks.flatMap((look) => {
		const { got, page, asked } = look;
		if (!got) return [];
		const { total, pages, records } = got;
		const newest = page === 1 ? (newestOf(got) ?? -Infinity) : -Infinity;
		const known = [...dates.values()].filter((date) => date <= newest).length;
		const size = sizeOf(look, visit);
		return [{ page, size, asked, length: records.length, total, pages, known }];
	});
}

/**
 * How many records a full page of that kind has: what was asked for, or the most that ever comes.
 * Undefined where pages are not turned, or have sizes of their own.
 */
function sizeOf({ asked }: Look, visit: Visit): number | undefined {
	const { first, large, second, larger } = visit;
	const count = first.got?.records.length ?? 0;
	const whole = large?.got?.records.length ?? 0;
	if (count > 3 || !large || isFirstAgain(visit)) return undefined;
	const isMore = (second?.got?.records.length ?? 0) > 0;
	if (asked === 2) return Math.max(count, 2);
	if (asked === 100) return isMore ? whole : 100;
	return isMore ? (larger?.got?.records.length ?? asked) : asked;
}
