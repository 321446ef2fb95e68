import {
	advance,
	isKnown,
	MAX_KNOWN,
	NOTHING_SEEN,
	type Behind,
	type Cursor,
	type Unfinished,
} from '../../nodes/DocumentLivenessTrigger/cursor';
import type { RecordList, RecordPage } from '../../nodes/DocumentLivenessTrigger/recordList';
import { readStretch } from '../../nodes/DocumentLivenessTrigger/stretch';
import type { StretchPlan } from '../../nodes/DocumentLivenessTrigger/stretchTypes';
import type { DocumentLivenessRecord } from '../../nodes/verifik/documentLiveness/record';
import { failure, START } from './account';

/*
 * Small lists that one can read: a letter is a record, `a` the newest, each a minute older than the
 * one before. A capital is another record of the same moment, and a digit one without a time.
 */

const MINUTE_MS = 60_000;
const FIRST = 'a'.charCodeAt(0);

/** When the record of a letter was created, ms since 1970. */
export function at(letter: string): number {
	return START - (letter.toLowerCase().charCodeAt(0) - FIRST) * MINUTE_MS;
}

/** The letter of a time, and so many ms after it; `-` and `+` for what is before and after all. */
export function letterAt(time: number | null): string {
	if (time === null) return 'none';
	if (time === -Infinity) return '-';
	if (time === Infinity) return '+';
	const older = Math.ceil((START - time) / MINUTE_MS);
	const laterMs = older * MINUTE_MS - (START - time);
	return String.fromCharCode(FIRST + older) + (laterMs > 0 ? `+${laterMs}` : '');
}

export function recordsOf(letters: string): DocumentLivenessRecord[] {
	return [...letters].map((letter) => ({
		_id: letter,
		...(/\d/.test(letter) ? {} : { createdAt: new Date(at(letter)).toISOString() }),
	}));
}

export function lettersOf(records: DocumentLivenessRecord[]): string {
	return records.map(({ _id }) => String(_id)).join('');
}

/** A cursor that knows these letters, and all that is older than that of the floor. */
export function cursorOf(known: string, floor: string | undefined, more: Partial<Cursor> = {}) {
	const { cursor } = advance(NOTHING_SEEN, { records: recordsOf(known), newestAt: -Infinity });
	return { ...cursor, floorAt: floor === undefined ? null : at(floor), ...more };
}

/** What a server says of a list besides its records. */
export interface Told {
	total?: number;
	pages?: number;
}

/**
 * A list that is answered page by page: `abc def` has two pages. A page that is asked for again
 * gives what follows `>`, and `!` fails: of `abc >def ghi`, the second page is empty at first.
 */
export function listOf(pages: string, told: Told = {}, later: Told = told) {
	const answers = pages.split(' ').map((page) => page.split('>'));
	const asked: number[] = [];
	const list: RecordList = () => async (number) => {
		asked.push(number);
		const times = asked.filter((other) => other === number).length;
		const page = answers[number - 1] ?? [''];
		const letters = page[Math.min(times, page.length) - 1] ?? '';
		if (letters === '!') throw failure();
		return { entries: recordsOf(letters), ...(asked.length === 1 ? told : later) };
	};
	return { list, asked };
}

/** A page as it comes. */
export function pageOf(letters: string, told: Told = {}): RecordPage {
	return { entries: recordsOf(letters), ...told };
}

/** What an earlier poll read, down to this letter. */
export const unfinished = (reached: string, emptyPage = 0): Unfinished => ({
	floorAt: null,
	reachedAt: at(reached),
	above: 0,
	emptyPage,
});

/** More marks than are kept, from a letter on, a millisecond apart. */
export const crowdAt = (letter: string): Cursor['known'] =>
	Object.fromEntries(
		Array.from({ length: MAX_KNOWN + 1 }, (_, index) => [`mark ${index}`, at(letter) + index]),
	);

/** What is read: a list, what is known of it, and where to begin. */
export interface Reading {
	list: string;
	/** what the server says with the first page, and with those after it unless `later` is given */
	told?: Told;
	later?: Told;
	known?: string;
	/** what is older than this letter was dealt with */
	floor?: string;
	cursor?: Partial<Cursor>;
	plan?: Partial<StretchPlan>;
	hasTime?: (asked: number) => boolean;
}

/** Reads one stretch of it. */
export async function readLetters(reading: Reading) {
	const { list: pages, told, later, known = '', floor, hasTime = () => true } = reading;
	const { list, asked } = listOf(pages, told, later);
	const cursor = { ...cursorOf(known, floor), ...reading.cursor };
	const plan: StretchPlan = {
		top: 1,
		unfinished: null,
		length: 1,
		newestAt: -Infinity,
		pageSize: 3,
		...reading.plan,
	};
	const stretch = await readStretch(list, cursor, plan, () => hasTime(asked.length));
	return { stretch, asked, cursor, plan };
}

/** A cursor in a line. */
export function lineOfCursor(cursor: Cursor): string {
	const { behind, floorAt, unfilteredTotal } = cursor;
	return [
		`floor ${letterAt(floorAt)} knows ${lettersKnown(cursor) || 'nothing'}`,
		unfilteredTotal !== null && `counts ${unfilteredTotal}`,
		behind && lineOfBehind(behind),
		behind?.stretch && lineOfUnfinished(behind.stretch),
	]
		.filter(Boolean)
		.join('; ');
}

function lettersKnown(cursor: Cursor): string {
	const all = 'aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ';
	return lettersOf(recordsOf(all).filter((record) => isKnown(cursor, record)));
}

export function lineOfBehind({ page, step, isNarrowing, isCounted, newestAt }: Behind): string {
	const narrowing = isNarrowing ? ' narrowing' : '';
	const counted = isCounted ? ' counted' : '';
	return `looks at ${page}+${step}${narrowing}${counted} newest ${letterAt(newestAt)}`;
}

function lineOfUnfinished({ floorAt, reachedAt, above, emptyPage }: Unfinished): string {
	return `read to ${letterAt(reachedAt)}, ${above} above, floor ${letterAt(floorAt)}, empty ${emptyPage}`;
}
