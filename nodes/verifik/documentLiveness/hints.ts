import { formatCount } from '../counts';
import type { Operation, RunNotes } from '../operations/operation';
import { formatDate, formatDuration } from '../dates';
import { Sendings } from './sendings';
import type { FilteredField, FilterResult } from './filters/rule';

/** An operation on records and images. */
export type RecordOperation = Operation<RecordNotes>;

/** A shorter wait for the quota need not be told. */
const NOTEWORTHY_WAIT_MS = 1000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** What people read for the fields that a filter can find missing. */
const FIELD_NAMES: Record<FilteredField, string> = {
	aggregatedScore: 'score',
	createdAt: 'creation date',
	isLive: 'live or not live verdict',
	scoreAndVerdict: 'score and no live or not live verdict',
};

/** Records of which none was what was asked for. */
export interface ListedRecords {
	/** `undefined` when Verifik does not count them */
	count: number | undefined;
	/** When the newest was stored, ms since 1970; `undefined` when it does not say. */
	newestAt: number | undefined;
}

/** Counts, over one run, what the user should know although nothing failed. */
export class RecordNotes implements RunNotes {
	private readonly missing = new Map<FilteredField, number>();
	private readonly unfinished = new Set<string>();
	private readonly limits = new Set<number>();
	private readonly noMatches = new Set<string>();
	private heldUpMs = 0;

	/** @param result what the filter said of a record */
	addFilterResult(result: FilterResult): void {
		if (result === 'match' || result === 'mismatch') return;
		this.missing.set(result, (this.missing.get(result) ?? 0) + 1);
	}

	/** @param reason why a list was not read to its end, as a sentence without its full stop */
	addUnfinished(reason: string): void {
		this.unfinished.add(reason);
	}

	/** @param records among which nothing matched, so that "no fraud" is not taken for "wrong filter" */
	addNoMatch(records: ListedRecords): void {
		this.noMatches.add(noMatchHint(records));
	}

	/** @param limit how many records were wanted, and came */
	addLimit(limit: number): void {
		this.limits.add(limit);
	}

	/** @param heldUpMs for how long Verifik's quota kept the run waiting */
	addHeldUp(heldUpMs: number): void {
		this.heldUpMs += heldUpMs;
	}

	/** What has become of the images that were sent; for operations that send none it stays empty. */
	readonly sendings = new Sendings();

	/** The hints, each one a sentence or two. */
	hints(tokenExpiry: Date | undefined, now: Date): string[] {
		return [
			...this.noMatches,
			...this.missingFields(),
			...[...this.unfinished].map((reason) => `Some records are missing. ${reason}.`),
			...[...this.limits].map(limitHint),
			...this.sendings.hints(),
			...this.heldUp(),
			...expiryHint(tokenExpiry, now),
		];
	}

	private heldUp(): string[] {
		if (this.heldUpMs < NOTEWORTHY_WAIT_MS) return [];
		return [
			`Verifik allows only so many requests a minute, which kept this run waiting for ${formatDuration(this.heldUpMs)}.`,
		];
	}

	private missingFields(): string[] {
		return [...this.missing].map(([field, count]) =>
			count === 1
				? `1 record has no ${FIELD_NAMES[field]}, so the filter left it out.`
				: `${count} records have no ${FIELD_NAMES[field]}, so the filter left them out.`,
		);
	}
}

function noMatchHint({ count, newestAt }: ListedRecords): string {
	const date = newestAt === undefined ? undefined : formatDate(new Date(newestAt));
	if (count === 1)
		return `The one record that came does not match${date ? `; it is from ${date}` : ''}.`;
	const none = count === undefined ? 'No record' : `None of ${formatCount(count)} records`;
	return `${none} matched${date ? `; the newest is from ${date}` : ''}.`;
}

function limitHint(limit: number): string {
	return `Limit (${formatCount(limit)}) was reached, and more records may match. Turn on Return All to get all of them.`;
}

/** A workflow that dies after 30 days is the commonest surprise: told a week before. */
function expiryHint(tokenExpiry: Date | undefined, now: Date): string[] {
	if (tokenExpiry === undefined || tokenExpiry.getTime() - now.getTime() > 7 * DAY_MS) return [];
	return [
		`The Verifik access token expires on ${formatDate(tokenExpiry)}. Create a new one in Verifik's client panel before this workflow stops working.`,
	];
}
