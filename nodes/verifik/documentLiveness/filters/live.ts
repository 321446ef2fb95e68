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
				"Whether to keep the records with Verifik's verdict live, or those with not live. Older records have no verdict and are left out.",
		}),
	},

	isSet: ({ isLive }) => isLive !== undefined,

	apply(record, { isLive }) {
		const given = isLiveOf(record);
		if (given === undefined) return 'isLive';
		return given === isLive ? 'match' : 'mismatch';
	},
};
