import { numberParameter } from '../../parameters/parameter';
import { checksParameter } from '../parameters/checks';
import { CHECKS, fieldsOfCheck, type Check } from '../record';
import { ABOUT_CHECKS, SCORE_HINT } from '../scoreText';
import { DEFAULT_CRITERIA, failedChecks, resultOf } from '../suspicious';
import type { FilterRule } from './rule';

export interface FailedCheckBounds {
	/** One of them is enough; any of the four unless given. */
	failedCheck?: Check[] | undefined;
	/** 0–1, inclusive; 0.5 unless given. */
	failedCheckMax?: number | undefined;
}

const failedCheck = checksParameter({
	displayName: 'Failed Check',
	name: 'failedCheck',
	description:
		'Keep records in which any of these checks is at or below Failed Check Maximum (0.5). A check that was not run, or failed with an error, says nothing.',
});

const failedCheckMax = numberParameter({
	displayName: 'Failed Check Maximum',
	name: 'failedCheckMax',
	min: 0,
	max: 1,
	mayBeFraction: true,
	hint: SCORE_HINT,
	default: DEFAULT_CRITERIA.suspiciousCheckMax,
	description: `Keep records in which a check has this probability or a lower one. Without Failed Check, that is any of the four. ${ABOUT_CHECKS}`,
});

/** By what a single check found. */
export const failedCheckRule: FilterRule<FailedCheckBounds> = {
	parameters: { failedCheck, failedCheckMax },

	isSet: (bounds) => bounds.failedCheck !== undefined || bounds.failedCheckMax !== undefined,

	apply(
		record,
		{ failedCheck: checks = CHECKS, failedCheckMax: max = DEFAULT_CRITERIA.suspiciousCheckMax },
	) {
		if (failedChecks(record, max).some((check) => checks.includes(check))) return 'match';
		const hasResult = checks.some((check) => resultOf(record, fieldsOfCheck(check)) !== undefined);
		return hasResult ? 'mismatch' : 'checks';
	},
};
