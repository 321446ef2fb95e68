import type { INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../../parameters/parameter';
import { asChoice, badParameter } from '../../parameters/values';
import { CHECKS, type Check } from '../record';

/** What people read for a check. */
export const CHECK_NAMES: Record<Check, string> = {
	screenReplay: 'Screen Replay',
	printedCopy: 'Printed Copy',
	portraitSubstitution: 'Portrait Substitution',
	digitalManipulation: 'Digital Manipulation',
};

const CHECK_DESCRIPTIONS: Record<Check, string> = {
	screenReplay: 'Whether the photo shows a screen',
	printedCopy: 'Whether the photo shows a printout',
	portraitSubstitution: 'Whether another portrait was put on the document',
	digitalManipulation: 'Whether the image was edited',
};

/** Some of the four checks; all of them to begin with, and at least one. */
export function checksParameter(
	texts: Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'required'>,
): Parameter<Check[]> {
	const { displayName } = texts;
	return {
		field: {
			...texts,
			type: 'multiOptions',
			default: [...CHECKS],
			options: CHECKS.map((check) => ({
				name: CHECK_NAMES[check],
				value: check,
				description: CHECK_DESCRIPTIONS[check],
			})),
		},
		parse(source, chosen) {
			if (!Array.isArray(chosen) || chosen.length === 0) {
				throw badParameter(
					source,
					displayName,
					'must have at least one check',
					'Select one or more checks. An expression has to give a list, such as ["screenReplay"].',
				);
			}
			return chosen.map((check) => asChoice(source, displayName, check, CHECKS));
		},
	};
}
