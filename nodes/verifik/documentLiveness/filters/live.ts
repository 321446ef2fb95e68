import { booleanParameter } from '../../parameters/parameter';
import { isLiveOf } from '../record';
import type { FilterRule } from './rule';

export interface LiveBound {
	isLive?: boolean | undefined;
}

/** By what Verifik itself says of the document. */
export const liveRule: FilterRule<LiveBound> = {
	parameters: {
		isLive: booleanParameter({
			displayName: 'Is Live',
			name: 'isLive',
			default: false,
			description:
				'Whether to keep the records that Verifik itself calls live, or those that it calls not live. Older records do not say and are left out.',
		}),
	},

	isSet: ({ isLive }) => isLive !== undefined,

	apply(record, { isLive }) {
		const given = isLiveOf(record);
		if (given === undefined) return 'isLive';
		return given === isLive ? 'match' : 'mismatch';
	},
};
