import { updateDisplayOptions, type INodeExecutionData } from 'n8n-workflow';

import { createdBetween } from '../../verifik/documentLiveness/filters/created';
import { filterRecord } from '../../verifik/documentLiveness/filters/filter';
import type { FilterResult } from '../../verifik/documentLiveness/filters/rule';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';
import { itemsOf } from '../../verifik/documentLiveness/items';
import {
	outputFields,
	readOutputShape,
	splitOptions,
} from '../../verifik/documentLiveness/parameters/output';
import { listPeriodFields, readListPeriod } from '../../verifik/documentLiveness/parameters/period';
import {
	includeUnjudged as includeUnjudgedParameter,
	readSuspicionCriteria,
	suspicionFields,
	suspiciousCheckMax,
} from '../../verifik/documentLiveness/parameters/suspicion';
import type { DocumentLivenessRecord } from '../../verifik/documentLiveness/record';
import { classify, needsReview } from '../../verifik/documentLiveness/suspicious';
import { optionsCollection } from '../../verifik/parameters/collections';
import { read } from '../../verifik/parameters/parameter';
import { incompleteResults, pageSize, requestOptions } from '../../verifik/parameters/requests';
import { readMatches } from '../readMatches';

/** "Get Suspicious": the suspicious records of a period, newest first, for each input item. */
export const getSuspicious: RecordOperation = {
	fields: updateDisplayOptions({ show: { operation: ['getSuspicious'] } }, [
		...listPeriodFields,
		...suspicionFields,
		...outputFields,
		optionsCollection([
			suspiciousCheckMax,
			...requestOptions,
			pageSize,
			incompleteResults,
			...splitOptions,
		]),
	]),

	// its pages are what runs in parallel
	itemsAtOnce: () => 1,

	async run(input) {
		const { source, notes, itemIndex } = input;
		const period = readListPeriod(source);
		const criteria = readSuspicionCriteria(source);
		const includeUnjudged = read(source, includeUnjudgedParameter);
		const shape = readOutputShape(source);

		const judge = (record: DocumentLivenessRecord): FilterResult => {
			const dated = filterRecord(record, { period });
			if (dated === 'mismatch') return dated;
			notes.addRecord(record);
			const result = needsReview(classify(record, criteria), includeUnjudged);
			return result === 'match' ? dated : result;
		};
		const items: INodeExecutionData[] = [];
		const pairedItem = { item: itemIndex };
		const request = { ...createdBetween({ period }), isSelective: true, judge };
		await readMatches(input, request, (record) => {
			const { reasons } = classify(record, criteria);
			for (const item of itemsOf(record, shape, pairedItem, reasons)) items.push(item);
		});
		return items;
	},
};
