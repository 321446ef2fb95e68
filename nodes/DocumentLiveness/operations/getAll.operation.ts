import { updateDisplayOptions, type INodeExecutionData } from 'n8n-workflow';

import { walkRecords } from '../../verifik/api/documentLiveness';
import {
	dateFilters,
	isLiveFilter,
	readFilter,
	scoreFilters,
} from '../../verifik/parameters/filters';
import { outputFields, readOutputShape, splitOptions } from '../../verifik/parameters/output';
import {
	pageSizeOption,
	readPageSize,
	readRequestSettings,
	requestOptions,
} from '../../verifik/parameters/requests';
import { asBoolean, asNumber, type ParameterSource } from '../../verifik/parameters/values';
import { isSelective, judge } from '../../verifik/records/filter';
import { filtersCollection, optionsCollection } from '../../verifik/parameters/collections';
import { itemsOf } from '../../verifik/items';
import type { Operation } from './operation';

/** "Get Many": the records that match the filters, newest first, for each input item. */
export const getAll: Operation = {
	fields: updateDisplayOptions({ show: { operation: ['getAll'] } }, [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
		filtersCollection([...scoreFilters, ...dateFilters, isLiveFilter]),
		...outputFields,
		optionsCollection([...requestOptions, pageSizeOption, ...splitOptions]),
	]),

	// its pages are what runs in parallel
	itemsAtOnce: () => 1,

	async run({ source, client, tally, itemIndex, logger }) {
		const limit = readLimit(source);
		const filter = readFilter(source);
		const shape = readOutputShape(source);
		const settings = readRequestSettings(source);
		const pages = walkRecords(client, {
			...filter,
			pageSize: readPageSize(source),
			maxRecords: isSelective(filter) ? undefined : limit,
			settings,
		});

		const items: INodeExecutionData[] = [];
		const pairedItem = { item: itemIndex };
		let read = 0;
		let matches = 0;
		let expected: number | undefined;
		for await (const { records, total } of pages) {
			expected = total;
			for (const record of records) {
				const verdict = judge(record, filter);
				tally.addVerdict(verdict);
				if (verdict !== 'match') continue;
				for (const item of itemsOf(record, shape, pairedItem)) items.push(item);
				if (++matches === limit) return items;
			}
			read += records.length;
			logger.debug(
				`Verifik: ${read} of ${total ?? 'an unknown number of'} records read, ${matches} match`,
			);
		}
		tally.addWalk(expected, read);
		return items;
	},
};

/** How many matching records are wanted; all of them is no limit. */
function readLimit(source: ParameterSource): number | undefined {
	if (asBoolean(source, 'Return All', source.get('returnAll'))) return undefined;
	return asNumber(source, 'Limit', source.get('limit'), { min: 1, whole: true });
}
