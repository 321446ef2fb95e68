import { choiceParameter } from '../../parameters/parameter';
import { isLiveOf } from '../record';
import type { FilterRule } from './rule';

export interface VerdictBound {
	verdict?: 'live' | 'notLive' | undefined;
}

/** By what Verifik itself says of the document, in `isLive`. */
export const verdictRule: FilterRule<VerdictBound> = {
	parameters: {
		verdict: choiceParameter({
			displayName: 'Verdict',
			name: 'verdict',
			default: 'notLive',
			description:
				'Keep records that Verifik itself judged this way (isLive). Older records have no verdict and are left out.',
			options: [
				{ name: 'Live', value: 'live' },
				{ name: 'Not Live', value: 'notLive' },
			],
		}),
	},

	isSet: ({ verdict }) => verdict !== undefined,

	apply(record, { verdict }) {
		const isLive = isLiveOf(record);
		if (isLive === undefined) return 'verdict';
		return isLive === (verdict === 'live') ? 'match' : 'mismatch';
	},
};
