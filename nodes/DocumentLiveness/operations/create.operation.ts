import { updateDisplayOptions } from 'n8n-workflow';

import { createRecord } from '../../verifik/documentLiveness/createRecord';
import { itemsOf } from '../../verifik/items';
import { filtersCollection, optionsCollection } from '../../verifik/parameters/collections';
import { readFilter, scoreFilters } from '../../verifik/parameters/filters';
import { imageFields, maxImageSizeOption, readImage } from '../../verifik/parameters/image';
import { outputFields, readOutputShape, splitOptions } from '../../verifik/parameters/output';
import {
	concurrencyOption,
	maxWaitOption,
	readRequestSettings,
	timeoutOption,
} from '../../verifik/parameters/requests';
import {
	readSubmission,
	submissionFields,
	submissionOptions,
} from '../../verifik/parameters/submission';
import { judge } from '../../verifik/records/filter';
import type { Operation } from './operation';

/**
 * One image after another, so that an execution that stops has paid for no more than it got. And
 * patient: the checks take 5 to 35 s, waiting costs nothing, and an answer that is not waited for
 * is paid all the same.
 */
const requestFields = {
	concurrency: {
		...concurrencyOption,
		default: 1,
		description:
			'How many images may be checked at the same time. When one fails and the workflow stops, the others are charged all the same.',
	},
	timeout: {
		...timeoutOption,
		default: 120_000,
		description:
			'How long to wait for an answer, in milliseconds. The checks take 5 to 35 seconds.',
	},
};

/** "Create": has the image of each input item checked. */
export const create: Operation = {
	fields: updateDisplayOptions({ show: { operation: ['create'] } }, [
		...imageFields,
		...submissionFields,
		filtersCollection(scoreFilters),
		...outputFields,
		optionsCollection([
			requestFields.concurrency,
			requestFields.timeout,
			maxWaitOption,
			maxImageSizeOption,
			...submissionOptions,
			...splitOptions,
		]),
	]),

	itemsAtOnce: (first) => readRequestSettings(first, requestFields).concurrency,

	async run({ source, client, tally, itemIndex, left, helpers, signal }) {
		const submission = readSubmission(source);
		const filter = readFilter(source);
		const shape = readOutputShape(source);
		const settings = readRequestSettings(source, requestFields);
		const image = await readImage(source, helpers);

		const record = await createRecord(client, image, submission, { settings, left, signal });
		const verdict = judge(record, filter);
		tally.addVerdict(verdict);
		return verdict === 'match' ? itemsOf(record, shape, { item: itemIndex }) : [];
	},
};
