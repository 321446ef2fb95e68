import { updateDisplayOptions, type IDataObject } from 'n8n-workflow';

import {
	filterRecord,
	parametersOfRules,
	readFilter,
	RULES_BUT_DATES,
} from '../../verifik/documentLiveness/filters/filter';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';
import {
	readReports,
	readSummarySettings,
	summaryFields,
	type Report,
} from '../../verifik/documentLiveness/parameters/summary';
import { suspiciousCheckMax } from '../../verifik/documentLiveness/parameters/suspicion';
import { createdAtOf, type DocumentLivenessRecord } from '../../verifik/documentLiveness/record';
import { writeHtml } from '../../verifik/documentLiveness/summary/html';
import {
	addToSummary,
	beginSummary,
	finishSummary,
} from '../../verifik/documentLiveness/summary/summarize';
import type { Summary } from '../../verifik/documentLiveness/summary/summary';
import { writeText } from '../../verifik/documentLiveness/summary/text';
import { filtersCollection, optionsCollection } from '../../verifik/parameters/collections';
import { incompleteResults, pageSize, requestOptions } from '../../verifik/parameters/requests';
import { isWithin } from '../../verifik/periods/period';
import { readMatches } from '../readMatches';

/** "Get Summary": what the records of a period come down to, as one item for each input item. */
export const getSummary: RecordOperation = {
	fields: updateDisplayOptions({ show: { operation: ['getSummary'] } }, [
		...summaryFields,
		filtersCollection(parametersOfRules(RULES_BUT_DATES)),
		optionsCollection([suspiciousCheckMax, ...requestOptions, pageSize, incompleteResults]),
	]),

	// its pages are what runs in parallel
	itemsAtOnce: () => 1,

	async run(input) {
		const { source, client, notes, itemIndex } = input;
		const settings = readSummarySettings(source);
		const filter = readFilter(source, RULES_BUT_DATES);
		const reports = readReports(source);

		const state = beginSummary(settings);
		const { period, previous } = settings;
		// the two periods follow each other, so one walk reads both
		const createdAfter = (previous ?? period).fromMs;
		const createdBefore = period.toMs;
		const isAsked = (record: DocumentLivenessRecord) => {
			// one without a date was listed for these periods, as far as anybody can tell
			const createdAt = createdAtOf(record) ?? createdBefore;
			return isWithin({ fromMs: createdAfter, toMs: createdBefore }, createdAt);
		};
		const request = {
			createdAfter,
			createdBefore,
			isSelective: true,
			judge: (record: DocumentLivenessRecord) =>
				isAsked(record) ? filterRecord(record, filter) : 'mismatch',
		};
		await readMatches(input, request, (record) => {
			notes.addRecord(record);
			addToSummary(state, record);
		});

		const summary = finishSummary(state);
		const json: object = {
			...summary,
			...writeReports(summary, reports, client.environment === 'sandbox'),
		};
		return [{ json: json as IDataObject, pairedItem: { item: itemIndex } }];
	},
};

function writeReports(
	summary: Summary,
	reports: Report[],
	isSimulated: boolean,
): Partial<Record<Report, string>> {
	return {
		...(reports.includes('html') && { html: writeHtml(summary, isSimulated) }),
		...(reports.includes('text') && { text: writeText(summary, isSimulated) }),
	};
}
