import type { Answer } from './ask';
import { finding, type Finding } from './finding';
import { judgeCounts, judgeTotalBetween } from './judgeCounts';
import { judgeNumbers } from './judgeNumbers';
import { createdAt, idOf, isObject, momentOf, type Shape } from './page';
import { isFirstAgain, isThrottled, type Visit } from './visit';

/** Everything that can be told from what came, in the order in which it is shown. */
export function judge(visit: Visit): Finding[] {
	return [
		judgeShape(visit),
		judgeSizeParameter(visit),
		judgeLargestPage(visit),
		judgePaging(visit),
		judgeOrder(visit),
		judgeBound(visit, 'from'),
		judgeBound(visit, 'to'),
		...judgeCounts(visit),
		judgeTotalBetween(visit),
		judgeVerdicts(visit),
		judgeScores(visit),
		...judgeNumbers(visit),
		judgeCost(visit),
		judgeOne(visit),
		judgeNoRecord('An ID that no record has', visit.unknownId),
		judgeNoRecord('An ID that is not made of 24 digits', visit.malformedId),
		judgeQuota(visit),
	];
}

const SHAPES: Record<Shape, string> = {
	paged: '{ data, total, limit, page, pages }',
	data: '{ data }',
	pagination: '{ data, pagination }',
	docs: '{ data: { docs } }',
	bare: '[ ]',
};

function judgeShape({ first }: Visit): Finding {
	const shape = first.got?.shape;
	return finding('What a page comes in', SHAPES.paged, shape && SHAPES[shape]);
}

function judgeSizeParameter({ first, large }: Visit): Finding {
	const count = first.got?.records.length ?? 0;
	const isEnough = (large?.got?.records.length ?? 0) > 3;
	const seen = count === 2 ? 'perPage' : count === 3 ? 'limit' : `neither: ${count} records came`;
	return finding('What decides the page size', 'perPage', isEnough ? seen : undefined);
}

function judgeLargestPage({ large, larger, second }: Visit): Finding {
	const most = Math.max(large?.got?.records.length ?? 0, larger?.got?.records.length ?? 0);
	const isMore = (second?.got?.records.length ?? 0) > 0;
	const isTold = larger !== undefined && (most >= 100 ? isMore || most > 100 : isMore);
	return finding('Records on the largest page', '100', isTold ? String(most) : undefined);
}

function judgePaging(visit: Visit): Finding {
	const onSecond = visit.second?.got?.records ?? [];
	const seen = isFirstAgain(visit) ? 'is the first one again' : 'goes on';
	return finding('The second page', 'goes on', onSecond.length === 0 ? undefined : seen);
}

function judgeOrder({ large }: Visit): Finding {
	const dates = (large?.got?.records ?? []).map(createdAt);
	const isSorted = dates.every((date, index) => date <= (dates[index - 1] ?? date));
	const seen = isSorted ? 'newest first' : 'another';
	return finding('The order, by createdAt', 'newest first', dates.length > 1 ? seen : undefined);
}

function judgeBound({ between }: Visit, bound: 'from' | 'to'): Finding {
	const question = bound === 'from' ? 'whereGTE_createdAt' : 'whereLTE_createdAt';
	if (!between?.got) return finding(question, 'filters', undefined);
	const date = momentOf(between[bound]);
	const dates = between.got.records.map(createdAt);
	const isBroken = dates.some((other) => (bound === 'from' ? other < date : other > date));
	const seen = isBroken
		? 'is ignored'
		: dates.includes(date)
			? 'filters'
			: 'filters, not inclusive';
	return finding(question, 'filters', seen);
}

function judgeVerdicts({ large }: Visit): Finding {
	const records = large?.got?.records ?? [];
	const count = records.filter(({ isLive }) => typeof isLive === 'boolean').length;
	const question = 'isLive in the list';
	if (records.length === 0) return finding(question, 'newer records have it', undefined);
	const seen = count === 0 ? 'in none' : `in ${count} of ${records.length}`;
	return {
		question,
		assumed: 'newer records have it',
		seen,
		isAsAssumed: count > 0,
	};
}

function judgeScores({ large }: Visit): Finding {
	const records = large?.got?.records ?? [];
	const missing = records.filter(
		({ aggregatedScore }) => typeof aggregatedScore !== 'number',
	).length;
	const seen = missing === 0 ? 'in all' : `not in ${missing} of ${records.length}`;
	return finding('aggregatedScore, a number', 'in all', records.length > 0 ? seen : undefined);
}

/** A block beside the records, when it is asked for by `includeCost` (B). */
function judgeCost({ cost }: Visit): Finding {
	const question = 'Reading the list';
	const credits = isObject(cost?.json) ? cost.json.credits : undefined;
	if (!isObject(credits)) return finding(question, 'is not charged', undefined);
	const { charged, creditsCharged, credits: left } = credits;
	const isCharged = charged === true || Number(creditsCharged) > 0;
	const price = isCharged ? `costs ${Number(creditsCharged)} credits` : 'is not charged';
	const seen = typeof left === 'number' ? `${price}, ${left} credits left` : price;
	return { ...finding(question, 'is not charged', seen), isAsAssumed: !isCharged };
}

function judgeOne({ one }: Visit): Finding {
	const question = 'A record by its ID';
	if (!one) return finding(question, 'is as in the list', undefined);
	const record = isObject(one.answer.json) ? one.answer.json.data : undefined;
	if (!isObject(record)) return finding(question, 'is as in the list', bodyOf(one.answer));
	const isOther = idOf(record) !== idOf(one.listed);
	const hasMore = 'isLive' in record && !('isLive' in one.listed);
	const seen = isOther ? 'is another one' : hasMore ? 'has isLive besides' : 'is as in the list';
	return finding(question, 'is as in the list', seen);
}

function judgeNoRecord(question: string, answer: Answer | undefined): Finding {
	return finding(question, '404, a JSON object', answer && bodyOf(answer));
}

/** Status and kind of body, without a word of it. */
function bodyOf({ status, json, isEmpty }: Answer): string {
	if (isEmpty) return `${status}, no body`;
	if (json === undefined) return `${status}, not JSON`;
	if (Array.isArray(json)) return `${status}, a JSON list`;
	if (!isObject(json)) return `${status}, JSON`;
	if (!('data' in json)) return `${status}, a JSON object`;
	if (json.data === null) return `${status}, { data: null }`;
	return `${status}, { data: ${Array.isArray(json.data) ? '[…]' : '{…}'} }`;
}

const QUOTA_HEADER = /^(retry-after|(x-)?ratelimit(-(limit|remaining|reset|policy))?)$/;

function judgeQuota(visit: Visit): Finding {
	const headers = answersOf(visit).flatMap(({ headers: all }) => Object.keys(all));
	const names = [...new Set(headers)].filter((name) => QUOTA_HEADER.test(name)).sort();
	const { endedBy } = visit;
	const refused = endedBy && isThrottled(endedBy) ? [`refused with ${endedBy.status}`] : [];
	const said = [...refused, ...names];
	return finding('Headers of a quota', 'none', said.length === 0 ? 'none' : said.join(', '));
}

function answersOf(visit: Visit): Answer[] {
	const { first, large, second, larger, between, ends, cost, one } = visit;
	const looks = [first, large, second, larger, between, ...ends].map((look) => look?.answer);
	const others = [cost, one?.answer, visit.unknownId, visit.malformedId, visit.endedBy];
	return [...looks, ...others].filter((answer) => answer !== undefined);
}
