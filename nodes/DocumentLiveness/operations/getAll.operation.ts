import { updateDisplayOptions, type INodeExecutionData } from 'n8n-workflow';

import { passOn, VerifikProblem } from '../../verifik/api/problems/problem';
import { walkRecords } from '../../verifik/documentLiveness/endpoints';
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
import {
	booleanParameter,
	numberParameter,
	read,
	readOption,
} from '../../verifik/parameters/parameter';
import {
	incompleteResults,
	pageSize,
	readRequestSettings,
	requestOptions,
} from '../../verifik/parameters/requests';
import type { ParameterSource } from '../../verifik/parameters/values';
import { filtersCollection, optionsCollection } from '../../verifik/parameters/collections';
import { itemsOf } from '../../verifik/documentLiveness/items';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';

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

	async run({ source, client, notes, itemIndex, signal, logger }) {
		const wanted = readLimit(source);
		const filter = readFilter(source);
		const shape = readOutputShape(source);
		const settings = readRequestSettings(source);
		const whenIncomplete = readOption(source, incompleteResults);
		const maxRecords = isSelective(filter) ? undefined : wanted;

		const items: INodeExecutionData[] = [];
		const pairedItem = { item: itemIndex };
		let read = 0;
		let matches = 0;
		const request = {
			...filter,
			pageSize: readOption(source, pageSize),
			maxRecords,
			until: () => matches === wanted,
			settings,
		};
		try {
			for await (const { entries, total } of walkRecords(client, request, signal)) {
				for (const record of entries) {
					const result = filterRecord(record, filter);
					notes.addFilterResult(result);
					if (result !== 'match') continue;
					for (const item of itemsOf(record, shape, pairedItem)) items.push(item);
					if (++matches === wanted) break;
				}
				read += entries.length;
				logger.debug(
					`Verifik: ${read} of ${total ?? 'an unknown number of'} records read, ${matches} match`,
				);
			}
		} catch (error) {
			if (whenIncomplete === 'fail' || !isUnfinished(error)) throw passOn(error);
			notes.addUnfinished(error.message);
		}
		if (wanted !== undefined && matches === wanted) notes.addLimit(wanted);
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
	return read(source, returnAll) ? undefined : read(source, limit);
}
