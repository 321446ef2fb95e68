import { countOf, formatCount } from '../counts';
import type { Operation, RunNotes } from '../operations/operation';
import { formatDate } from '../dates';
import { UploadLedger, type ExecutionContext } from './uploadLedger';
import type { FilteredField, FilterResult } from './filters/rule';
import { hasInvalidNumbers, type DocumentLivenessRecord } from './record';

/** An operation on records and images. */
export type RecordOperation = Operation<RecordNotes>;

/** What people read for the fields that a filter can find missing. */
const FIELD_NAMES: Record<FilteredField, string> = {
	aggregatedScore: 'score',
	checks: 'result of the chosen checks',
	createdAt: 'creation date',
	verdict: 'verdict',
	scoreAndVerdict: 'score and no verdict',
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
	private withInvalidNumbers = 0;

	/** @param result what the filter said of a record */
	addFilterResult(result: FilterResult): void {
		if (result === 'match' || result === 'mismatch') return;
		this.missing.set(result, (this.missing.get(result) ?? 0) + 1);
	}

	/** @param record one that was judged or is given */
	addRecord(record: DocumentLivenessRecord): void {
		if (hasInvalidNumbers(record)) this.withInvalidNumbers++;
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

	/** What has become of the images that were sent; operations that send none leave it alone. */
	readonly uploads: UploadLedger;

	constructor(context: ExecutionContext) {
		this.uploads = new UploadLedger(context);
	}

	/** The hints, each one a sentence or two. */
	hints(): string[] {
		return [
			...this.noMatches,
			...this.missingFields(),
			...this.invalidNumbers(),
			...[...this.unfinished].map((reason) => `Some records are missing. ${reason}.`),
			...[...this.limits].map(limitHint),
			...this.uploads.report.hints(),
		];
	}

	private invalidNumbers(): string[] {
		if (this.withInvalidNumbers === 0) return [];
		const records = countOf(this.withInvalidNumbers, 'records');
		const verb = this.withInvalidNumbers === 1 ? 'has' : 'have';
		return [
			`${records} ${verb} a score or probability outside 0–1, such as −999999 after a timeout. Such a number counts as none.`,
		];
	}

	private missingFields(): string[] {
		return [...this.missing].map(([field, count]) =>
			count === 1
				? `1 record has no ${FIELD_NAMES[field]}, so the filter left it out.`
				: `${countOf(count, 'records')} have no ${FIELD_NAMES[field]}, so the filter left them out.`,
		);
	}
}

function noMatchHint({ count, newestAt }: ListedRecords): string {
	const date = newestAt === undefined ? undefined : formatDate(new Date(newestAt));
	if (count === 1)
		return `The one record that came does not match${date ? `; it is from ${date}` : ''}.`;
	const none = count === undefined ? 'No record' : `None of ${countOf(count, 'records')}`;
	return `${none} matched${date ? `; the newest is from ${date}` : ''}.`;
}

function limitHint(limit: number): string {
	return `Limit (${formatCount(limit)}) was reached, and more records may match. Turn on Return All to get all of them.`;
}
