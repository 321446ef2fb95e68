/**
 * What every contender has to deliver: an item for each warning of each suspicious record. The node
 * gives more fields; these are the ones that people who build the canvas by hand keep.
 */
export interface Finding {
	_id: string;
	createdAt: string;
	aggregatedScore: number;
	check: string;
	severity: string;
	code: string;
}

const FINDING_FIELDS = [
	'_id',
	'createdAt',
	'aggregatedScore',
	'check',
	'severity',
	'code',
] as const satisfies Array<keyof Finding>;

/** Records with this score or a lower one are suspicious. */
export const SCORE_MAX = 0.5;

/**
 * Compares what a contender delivered with what it should have, item by item and field by field.
 * Order is left out of it: the canvas gives all findings of one check before those of the next.
 *
 * @returns the first difference, in words; `null` when there is none
 */
export function differenceOf(found: Finding[], expected: Finding[]): string | null {
	const [ours, theirs] = [textsOf(found), textsOf(expected)];
	const index = theirs.findIndex((text, position) => text !== ours[position]);
	if (index >= 0) return `${ours[index] ?? 'nothing'} instead of ${theirs[index]}`;
	return ours.length > theirs.length ? `${ours[theirs.length]}, which should not be there` : null;
}

/**
 * The same for a list that grows while it is read: everything that was there at the start, once,
 * and of what is there at the end whatever it met, once.
 */
export function differenceWhileArriving(
	found: Finding[],
	atStart: Finding[],
	atEnd: Finding[],
): string | null {
	const isIn = (findings: Finding[]) => {
		const texts = new Set(textsOf(findings));
		return (finding: Finding) => texts.has(textOf(finding));
	};
	const wasThere = isIn(atStart);
	const isFound = isIn(found);
	const isNew = (finding: Finding) => !wasThere(finding);
	return (
		differenceOf(found.filter(wasThere), atStart) ??
		differenceOf(found.filter(isNew), atEnd.filter(isNew).filter(isFound))
	);
}

function textsOf(findings: Finding[]): string[] {
	return findings.map(textOf).sort();
}

function textOf(finding: Finding): string {
	return JSON.stringify(finding, [...FINDING_FIELDS]);
}
