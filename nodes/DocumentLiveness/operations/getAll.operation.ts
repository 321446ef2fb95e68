import { updateDisplayOptions, type INodeExecutionData } from 'n8n-workflow';

import { createdBetween } from '../../verifik/documentLiveness/filters/created';
import {
	filterRecord,
	isSelective,
	parametersOfRules,
	readFilter,
	RULES,
} from '../../verifik/documentLiveness/filters/filter';
import {
	outputFields,
	readOutputShape,
	splitOptions,
} from '../../verifik/documentLiveness/parameters/output';
import { booleanParameter, numberParameter, read } from '../../verifik/parameters/parameter';
import { incompleteResults, pageSize, requestOptions } from '../../verifik/parameters/requests';
import type { ParameterSource } from '../../verifik/parameters/values';
import { filtersCollection, optionsCollection } from '../../verifik/parameters/collections';
import { itemsOf } from '../../verifik/documentLiveness/items';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';
import type { DocumentLivenessRecord } from '../../verifik/documentLiveness/record';
import { readMatches } from '../readMatches';

const returnAll = booleanParameter({
	displayName: 'Return All',
	name: 'returnAll',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
});

const limit = numberParameter({
	displayName: 'Limit',
	name: 'limit',
	min: 1,
	default: 50,
	displayOptions: { show: { returnAll: [false] } },
	hint: 'Counts the records that match, before warnings are split',
	description: 'Max number of results to return',
});

/** "Get Many": the records that match the filters, newest first, for each input item. */
export const getAll: RecordOperation = {
	fields: updateDisplayOptions({ show: { operation: ['getAll'] } }, [
		returnAll.field,
		limit.field,
		filtersCollection(parametersOfRules(RULES)),
		...outputFields,
		optionsCollection([...requestOptions, pageSize, incompleteResults, ...splitOptions]),
	]),

	// its pages are what runs in parallel
	itemsAtOnce: () => 1,

	async run(input) {
		const { source, notes, itemIndex } = input;
		const wanted = readLimit(source);
		const filter = readFilter(source);
		const shape = readOutputShape(source);

		const items: INodeExecutionData[] = [];
		const pairedItem = { item: itemIndex };
		const request = {
			...createdBetween(filter),
			limit: wanted,
			isSelective: isSelective(filter),
			judge: (record: DocumentLivenessRecord) => filterRecord(record, filter),
		};
		const matches = await readMatches(input, request, (record) => {
			notes.addRecord(record);
			for (const item of itemsOf(record, shape, pairedItem)) items.push(item);
		});
		if (wanted !== undefined && matches === wanted) notes.addLimit(wanted);
		return items;
	},
};

/** How many matching records are wanted; all of them is no limit. */
function readLimit(source: ParameterSource): number | undefined {
	return read(source, returnAll) ? undefined : read(source, limit);
}
