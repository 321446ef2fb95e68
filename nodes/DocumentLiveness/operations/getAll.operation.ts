import { updateDisplayOptions, type INodeExecutionData } from 'n8n-workflow';

import { passOn, VerifikProblem } from '../../verifik/api/problems/problem';
import { walkRecords } from '../../verifik/documentLiveness/endpoints';
import {
	dateFilters,
	isLiveFilter,
	readFilter,
	scoreFilters,
} from '../../verifik/documentLiveness/parameters/filters';
import {
	outputFields,
	readOutputShape,
	splitOptions,
} from '../../verifik/documentLiveness/parameters/output';
import {
	incompleteResultsOption,
	pageSizeOption,
	readIncompleteResults,
	readPageSize,
	readRequestSettings,
	requestOptions,
} from '../../verifik/parameters/requests';
import { asBoolean, asNumber, type ParameterSource } from '../../verifik/parameters/values';
import { isSelective, judge } from '../../verifik/documentLiveness/filter';
import { filtersCollection, optionsCollection } from '../../verifik/parameters/collections';
import { itemsOf } from '../../verifik/documentLiveness/items';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';

/** "Get Many": the records that match the filters, newest first, for each input item. */
export const getAll: RecordOperation = {
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
		optionsCollection([
			...requestOptions,
			pageSizeOption,
			incompleteResultsOption,
			...splitOptions,
		]),
	]),

	// its pages are what runs in parallel
	itemsAtOnce: () => 1,

	async run({ source, client, notes, itemIndex, signal, logger }) {
		const limit = readLimit(source);
		const filter = readFilter(source);
		const shape = readOutputShape(source);
		const settings = readRequestSettings(source);
		const incompleteResults = readIncompleteResults(source);
		const maxRecords = isSelective(filter) ? undefined : limit;

		const items: INodeExecutionData[] = [];
		const pairedItem = { item: itemIndex };
		let read = 0;
		let matches = 0;
		const request = {
			...filter,
			pageSize: readPageSize(source),
			maxRecords,
			until: () => matches === limit,
			settings,
		};
		try {
			for await (const { entries, total } of walkRecords(client, request, signal)) {
				for (const record of entries) {
					const verdict = judge(record, filter);
					notes.addFilterResult(verdict);
					if (verdict !== 'match') continue;
					for (const item of itemsOf(record, shape, pairedItem)) items.push(item);
					if (++matches === limit) break;
				}
				read += entries.length;
				logger.debug(
					`Verifik: ${read} of ${total ?? 'an unknown number of'} records read, ${matches} match`,
				);
			}
		} catch (error) {
			if (incompleteResults === 'fail' || !isUnfinished(error)) throw passOn(error);
			notes.addUnfinished(error.message);
		}
		if (limit !== undefined && matches === limit) notes.addLimit(limit);
		return items;
	},
};

/** Whether the reading broke off for a reason that says nothing against what came before. */
function isUnfinished(error: unknown): error is VerifikProblem {
	if (!(error instanceof VerifikProblem)) return false;
	return error.retry !== 'never' || ['incomplete', 'stillThrottled'].includes(error.kind);
}

/** How many matching records are wanted; all of them is no limit. */
function readLimit(source: ParameterSource): number | undefined {
	if (asBoolean(source, 'Return All', source.get('returnAll'))) return undefined;
	return asNumber(source, 'Limit', source.get('limit'), { min: 1, whole: true });
}
