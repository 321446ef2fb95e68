import { finding, type Finding } from './finding';
import { isObject, type Fields } from './page';
import type { Visit } from './visit';

const CHECKS = ['ScreenReplay', 'PrintedCopy', 'PortraitSubstitution', 'DigitalManipulation'];

/** What the score may differ from a formula: the API rounds to four decimals. */
const TOLERANCE = 0.0001;

/** A verdict, and the score or probability beside it. */
interface Verdict {
	isLive: boolean;
	number: number;
	isManipulation: boolean;
}

/** Whether the numbers of the list are as the code takes them, as counts: nobody's record is told. */
export function judgeNumbers({ large }: Visit): Finding[] {
	const records = large?.got?.records ?? [];
	return [judgeDirection(records.flatMap(verdictsOf)), judgeFormula(records)];
}

const NEAR_ZERO = ['Not live, by score or check', 'near 0'] as const;

function judgeDirection(verdicts: Verdict[]): Finding {
	if (verdicts.length === 0) return finding(...NEAR_ZERO, undefined);
	const fits = countFits(verdicts);
	const ofManipulation = verdicts.filter(({ isManipulation }) => isManipulation);
	const manipulation = `digital manipulation ${countFits(ofManipulation)} of ${ofManipulation.length}`;
	return {
		...finding(...NEAR_ZERO, `fits in ${fits} of ${verdicts.length}; ${manipulation}`),
		isAsAssumed: fits > verdicts.length / 2,
	};
}

function countFits(verdicts: Verdict[]): number {
	return verdicts.filter(({ isLive, number }) => isLive === number >= 0.5).length;
}

const FORMULA = ['aggregatedScore, of the checks', 'minimum or mean'] as const;

function judgeFormula(records: Fields[]): Finding {
	const counts = { minimum: 0, mean: 0, neither: 0 };
	for (const record of records) {
		const score = shareOf(record.aggregatedScore);
		const ran = CHECKS.filter((check) => record[`validate${check}`] === true)
			.map((check) =>
				shareOf(record[`${check.charAt(0).toLowerCase()}${check.slice(1)}Probability`]),
			)
			.filter((probability) => probability !== undefined);
		const minimum = Math.min(...ran);
		const mean = ran.reduce((sum, probability) => sum + probability, 0) / ran.length;
		// of one check alone, or of equal ones, nobody can tell
		if (score === undefined || ran.length < 2 || mean - minimum < 3 * TOLERANCE) continue;
		const isNear = (formula: number) => Math.abs(score - formula) <= TOLERANCE;
		counts[isNear(minimum) ? 'minimum' : isNear(mean) ? 'mean' : 'neither'] += 1;
	}
	if (Object.values(counts).every((count) => count === 0)) return finding(...FORMULA, undefined);
	const seen = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
	return { ...finding(...FORMULA, seen.join(', ')), isAsAssumed: counts.neither === 0 };
}

/** That of the record, and those of its checks, which the engine's own answer has. */
function verdictsOf({ isLive, aggregatedScore, rawResponse }: Fields): Verdict[] {
	const results = isObject(rawResponse) ? rawResponse.pipeline_results : undefined;
	const ofChecks = (Array.isArray(results) ? results : []).filter(isObject).map((result) => ({
		isLive: result.is_live,
		number: result.liveness_probability,
		isManipulation: String(result.pipeline_name).startsWith('digital-manipulation'),
	}));
	return [{ isLive, number: aggregatedScore, isManipulation: false }, ...ofChecks].flatMap(
		(said) => {
			const number = shareOf(said.number);
			if (typeof said.isLive !== 'boolean' || number === undefined) return [];
			return [{ ...said, isLive: said.isLive, number }];
		},
	);
}

/** A number from 0 to 1, as number or text. */
function shareOf(value: unknown): number | undefined {
	const number = typeof value === 'string' && value !== '' ? Number(value) : value;
	return typeof number === 'number' && number >= 0 && number <= 1 ? number : undefined;
}
