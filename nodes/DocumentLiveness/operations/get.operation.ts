import { updateDisplayOptions } from 'n8n-workflow';

import { fetchRecord } from '../../verifik/documentLiveness/endpoints';
import {
	filterRecord,
	parametersOfRules,
	readFilter,
	RULES_BUT_DATES,
} from '../../verifik/documentLiveness/filters/filter';
import {
	outputFields,
	readOutputShape,
	splitOptions,
} from '../../verifik/documentLiveness/parameters/output';
import { readRecordId, recordField } from '../../verifik/documentLiveness/parameters/recordId';
import {
	MAX_CONCURRENCY,
	readRequestSettings,
	requestOptions,
} from '../../verifik/parameters/requests';
import { filtersCollection, optionsCollection } from '../../verifik/parameters/collections';
import { itemsOf } from '../../verifik/documentLiveness/items';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';

/** "Get": one record by its ID, for each input item. */
export const get: RecordOperation = {
	fields: updateDisplayOptions({ show: { operation: ['get'] } }, [
		recordField,
		filtersCollection(parametersOfRules(RULES_BUT_DATES)),
		...outputFields,
		optionsCollection([...requestOptions, ...splitOptions]),
	]),

	itemsAtOnce: () => MAX_CONCURRENCY,

	async run({ source, client, notes, itemIndex, left, signal }) {
		const id = readRecordId(source);
		const filter = readFilter(source, RULES_BUT_DATES);
		const shape = readOutputShape(source);
		const settings = readRequestSettings(source);

		const record = await fetchRecord(client, id, { settings, left, signal });
		const result = filterRecord(record, filter);
		notes.addFilterResult(result);
		if (result !== 'match') return [];
		notes.addRecord(record);
		return itemsOf(record, shape, { item: itemIndex });
	},
};
