import fc from '../../harness/fastCheck';
import { findingsPerCheck, findingsPerCode } from '../../../nodes/verifik/documentLiveness/split';
import { anyRecord, recordWith } from '../samples';

/** Two checks share a code; one code is both a warning and an error; one check repeats itself. */
const mixedRecord = recordWith({
	screenReplayWarnings: ['GLARE_ON_IMAGE', 'LOW_RESOLUTION'],
	screenReplayErrors: ['DOCUMENT_CROPPED'],
	printedCopyWarnings: ['DOCUMENT_CROPPED', 'GLARE_ON_IMAGE', 'GLARE_ON_IMAGE'],
	printedCopyErrors: ['DOCUMENT_CROPPED'],
	portraitSubstitutionWarnings: [],
	portraitSubstitutionErrors: [],
	digitalManipulationWarnings: [],
	digitalManipulationErrors: ['DOCUMENT_NOT_FOUND'],
});

describe('per check', () => {
	test('a check lists its warnings before its errors, codes as they came', () => {
		expect(
			findingsPerCheck(mixedRecord, true).map(({ check, severity, code }) =>
				[check, severity, code].join(' '),
			),
		).toEqual([
			'screenReplay warning GLARE_ON_IMAGE',
			'screenReplay warning LOW_RESOLUTION',
			'screenReplay error DOCUMENT_CROPPED',
			'printedCopy warning DOCUMENT_CROPPED',
			'printedCopy warning GLARE_ON_IMAGE',
			'printedCopy warning GLARE_ON_IMAGE',
			'printedCopy error DOCUMENT_CROPPED',
			'digitalManipulation error DOCUMENT_NOT_FOUND',
		]);
	});
});

describe('per code', () => {
	test('a code that is a warning and an error is two findings; a repeated one names its check once', () => {
		expect(findingsPerCode(mixedRecord, true)).toEqual([
			{ checks: ['screenReplay', 'printedCopy'], severity: 'warning', code: 'GLARE_ON_IMAGE' },
			{ checks: ['screenReplay'], severity: 'warning', code: 'LOW_RESOLUTION' },
			{ checks: ['screenReplay', 'printedCopy'], severity: 'error', code: 'DOCUMENT_CROPPED' },
			{ checks: ['printedCopy'], severity: 'warning', code: 'DOCUMENT_CROPPED' },
			{ checks: ['digitalManipulation'], severity: 'error', code: 'DOCUMENT_NOT_FOUND' },
		]);
	});

	test('codes that are also names of every object are codes like others', () => {
		const record = recordWith({
			screenReplayWarnings: ['__proto__', 'constructor'],
			printedCopyWarnings: ['constructor'],
			portraitSubstitutionWarnings: [],
			digitalManipulationWarnings: [],
		});
		expect(findingsPerCode(record, false)).toEqual([
			{ checks: ['screenReplay'], severity: 'warning', code: '__proto__' },
			{ checks: ['screenReplay', 'printedCopy'], severity: 'warning', code: 'constructor' },
		]);
	});

	test('holds what per check holds, each code once, for whatever the API sends', () => {
		fc.assert(
			fc.property(anyRecord, fc.boolean(), (record, includeErrors) => {
				const name = (...parts: string[]) => JSON.stringify(parts);
				const perCheck = findingsPerCheck(record, includeErrors);
				const perCode = findingsPerCode(record, includeErrors);

				const distinct = [...new Set(perCheck.map((found) => name(found.severity, found.code)))];
				expect(perCode.map((found) => name(found.severity, found.code))).toEqual(distinct);

				const regrouped = perCode.flatMap(({ checks, severity, code }) =>
					checks.map((check) => name(check, severity, code)),
				);
				const flat = perCheck.map(({ check, severity, code }) => name(check, severity, code));
				expect(regrouped.sort()).toEqual([...new Set(flat)].sort());
			}),
		);
	});
});
