import { updateDisplayOptions } from 'n8n-workflow';

import { fetchRecord } from '../../verifik/documentLiveness/endpoints';
import { readFilter, scoreFilters } from '../../verifik/parameters/filters';
import { outputFields, readOutputShape, splitOptions } from '../../verifik/parameters/output';
import { readRecordId, recordField } from '../../verifik/parameters/recordId';
import {
	MAX_CONCURRENCY,
	readRequestSettings,
	requestOptions,
} from '../../verifik/parameters/requests';
import { judge } from '../../verifik/records/filter';
import { filtersCollection, optionsCollection } from '../../verifik/parameters/collections';
import { itemsOf } from '../../verifik/items';
import type { Operation } from './operation';

/** "Get": one record by its ID, for each input item. */
export const get: Operation = {
	fields: updateDisplayOptions({ show: { operation: ['get'] } }, [
		recordField,
		filtersCollection(scoreFilters),
		...outputFields,
		optionsCollection([...requestOptions, ...splitOptions]),
	]),

	itemsAtOnce: () => MAX_CONCURRENCY,

	async run({ source, client, tally, itemIndex, left, signal }) {
		const id = readRecordId(source);
		const filter = readFilter(source);
		const shape = readOutputShape(source);
		const settings = readRequestSettings(source);

		const record = await fetchRecord(client, id, { settings, left, signal });
		const verdict = judge(record, filter);
		tally.addVerdict(verdict);
		return verdict === 'match' ? itemsOf(record, shape, { item: itemIndex }) : [];
	},
};
