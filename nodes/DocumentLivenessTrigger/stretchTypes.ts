import type { DocumentLivenessRecord } from '../verifik/documentLiveness/record';
import type { Unfinished } from './cursor';
import type { NumberedPage } from './recordList';

/** Where to read down from. */
export interface StretchPlan {
	/** The page to begin with, from 1. */
	top: number;
	/** What an earlier poll read of it, down to the first record of that page. */
	unfinished: Unfinished | null;
	/** A page that was read just before, so that it need not be asked for again. */
	peeked?: NumberedPage | undefined;
	/** How many pages of new records it is meant to have. */
	length: number;
	/** When the newest record of the list was created, as far as is known, in ms since 1970. */
	newestAt: number;
	/** How many records a page is asked for. */
	pageSize: number;
}

/** How the reading of a stretch ended. */
export type Ending =
	/** At a record that was created before the cursor's floor: older ones follow. */
	| 'older'
	/** At records that are known, and no other is left by the server's count. */
	| 'counted'
	/** At records that are known, within the overlap: to read further down would not move the floor. */
	| 'met'
	/** At the end of the list, which was asked for again. */
	| 'end'
	/** At the end of the list, and nothing above it is known: the last page is to be read again. */
	| 'unconfirmed'
	/** The list has a hole, or ends before what is known: see `readStretch`. */
	| 'contradicted'
	/** The page to go on with is not where it was. */
	| 'moved'
	/** The time is up, or it is too long for one poll. */
	| 'stopped'
	/** A request failed. */
	| 'failed';

/** What was read of a stretch. A value: `takePage` makes the next one out of it and a page. */
export interface Stretch {
	records: DocumentLivenessRecord[];
	/** How many pages with records were read. */
	pages: number;
	/** The number of the last one. */
	last: number;
	/** How many records that one had, and the fullest one. */
	lastLength: number;
	size: number;
	/** What the server counted first, and last. */
	firstTotal: number | undefined;
	total: number | undefined;
	/** How many of the records are new. */
	found: number;
	/** The last page with a new record; 0 when there is none. */
	lastWithNews: number;
	/** How many of the records are known. */
	known: number;
	/** The page that was empty last; 0 when none was. */
	emptyPage: number;
	/** Whether a page between two others showed nothing of its own. */
	hasHole: boolean;
	/**
	 * When the newest record was created of all pages but the first one of the stretch, in ms since
	 * 1970. That page may show what belongs to another one, and nothing read before tells: so the cursor
	 * does not pass over it before the next stretch has met it again. Nor does it pass over what a later
	 * page shows from above the first one: between the two there may be more.
	 */
	surelyReadAt: number;
	/** When the oldest record of the first page was created, in ms since 1970; Infinity for page 1. */
	ceilingAt: number;
	/** When the oldest record read was created, in ms since 1970. */
	oldestAt: number;
	/** When the newest record was created, as the read began, in ms since 1970. */
	newestAt: number;
	/** `undefined` while it is being read. */
	ending: Ending | undefined;
	error?: unknown;
}

/** What a stretch may have read before it is left to the next poll. */
export const PAGES_PER_POLL = 50;
