import { formatDate } from './dates';
import type { FilteredField, Verdict } from './records/filter';

const DAY = 24 * 60 * 60 * 1000;

/** What people read for the fields that a filter can find missing. */
const FIELD_NAMES: Record<FilteredField, string> = {
	aggregatedScore: 'score',
	createdAt: 'creation date',
	isLive: 'live or not live verdict',
};

/** Counts, over one run, what the user should know although nothing failed. */
export class Tally {
	private readonly missing = new Map<FilteredField, number>();
	private readonly shortfalls: string[] = [];

	/** @param verdict what the filter said of a record */
	addVerdict(verdict: Verdict): void {
		if (verdict === 'match' || verdict === 'mismatch') return;
		this.missing.set(verdict, (this.missing.get(verdict) ?? 0) + 1);
	}

	/** To be called when a list was read to its end. */
	addWalk(total: number | undefined, read: number): void {
		if (total !== undefined && read < total) {
			this.shortfalls.push(`Records by Verifik's own count: ${total}. Records that came: ${read}.`);
		}
	}

	/** The hints, each one a sentence or two. */
	hints(tokenExpiry: Date | null, now: Date): string[] {
		return [...this.missingFields(), ...new Set(this.shortfalls), ...expiryHint(tokenExpiry, now)];
	}

	private missingFields(): string[] {
		return [...this.missing].map(([field, count]) =>
			count === 1
				? `1 record has no ${FIELD_NAMES[field]}, so the filter left it out.`
				: `${count} records have no ${FIELD_NAMES[field]}, so the filter left them out.`,
		);
	}
}

/** A workflow that dies after 30 days is the commonest surprise: told a week before. */
function expiryHint(tokenExpiry: Date | null, now: Date): string[] {
	if (tokenExpiry === null || tokenExpiry.getTime() - now.getTime() > 7 * DAY) return [];
	return [
		`The Verifik access token expires on ${formatDate(tokenExpiry)}. Create a new one in Verifik's client panel before this workflow stops working.`,
	];
}
