import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { VerifikError } from '../../verifik/api/errors/VerifikError';
import { countOf, formatCount } from '../../verifik/counts';
import { createRecord } from '../../verifik/documentLiveness/createRecord';
import { itemsOf } from '../../verifik/documentLiveness/items';
import { optionsCollection } from '../../verifik/parameters/collections';
import {
	imageFields,
	maxImageSize,
	readImage,
} from '../../verifik/documentLiveness/parameters/image';
import {
	outputFields,
	readOutputShape,
	splitOptions,
} from '../../verifik/documentLiveness/parameters/output';
import {
	concurrencyParameter,
	maxWait,
	readRequestSettings,
	timeoutParameter,
} from '../../verifik/parameters/requests';
import {
	readSubmission,
	submissionFields,
	submissionOptions,
} from '../../verifik/documentLiveness/parameters/submission';
import { numberParameter, readOption } from '../../verifik/parameters/parameter';
import type { ParameterSource } from '../../verifik/parameters/values';
import { toNumber } from '../../verifik/documentLiveness/record';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';

/**
 * One image after another, so that an execution that stops has paid for no more than it got. And
 * patient: the checks take 5 to 35 s, waiting costs nothing, and giving up early saves nothing.
 */
const requests = {
	concurrency: concurrencyParameter({
		default: 1,
		description:
			'How many images may be checked at the same time. When one fails and the workflow stops, those in progress are charged too.',
	}),
	timeout: timeoutParameter({
		default: 120_000,
		description:
			'How long to wait for an answer, in milliseconds. The checks take 5 to 35 seconds.',
	}),
};

/** Said before a run, where n8n shows it, and when a run is refused. */
export const LEAVE_RETRIES_OFF =
	'Turn off Retry On Fail in the settings of this node: it runs the whole node again, and every image would be sent and paid for once more.';

const maxImages = numberParameter({
	displayName: 'Max Images per Run',
	name: 'maxImages',
	min: 1,
	max: 10_000,
	default: 100,
	description:
		'The most images that one run may send. If there are more input items, none is sent, so that a faulty loop spends no money.',
});

/** "Create": has the image of each input item checked. */
export const create: RecordOperation = {
	fields: updateDisplayOptions({ show: { operation: ['create'] } }, [
		{
			displayName:
				'Verifik charges each check: see <a href="https://verifik.co" target="_blank">Verifik\'s prices</a>. Leave Retry On Fail off in the settings of this node: Create does not run with it.',
			name: 'costNotice',
			type: 'notice',
			default: '',
		},
		...imageFields,
		...submissionFields,
		...outputFields,
		optionsCollection([
			requests.concurrency,
			requests.timeout,
			maxImages,
			maxWait,
			maxImageSize,
			...submissionOptions,
			...splitOptions,
		]),
	]),

	itemsAtOnce: (first) => readRequestSettings(first, requests).concurrency,

	check(first, itemCount) {
		refuseRetries(first);
		refuseTooMany(first, itemCount);
	},

	account: ({ sendings }, itemCount) => sendings.account(itemCount),

	async run({ source, client, notes, item, itemIndex, left, helpers, signal }) {
		const submission = readSubmission(source);
		const shape = readOutputShape(source);
		const settings = readRequestSettings(source, requests);
		const image = await readImage(source, helpers, item);

		const { sendings } = notes;
		const onSent = () => sendings.addSent(itemIndex);
		const request = { settings, left, signal, onSent };
		try {
			const record = await createRecord(client, image, submission, request);
			sendings.addCharged(toNumber(record.chargesCount));
			notes.addRecord(record);
			return itemsOf(record, shape, { item: itemIndex });
		} catch (error) {
			const failure: unknown = error;
			if (failure instanceof VerifikError && failure.mayHaveArrived) sendings.addUncertain();
			if (failure instanceof VerifikError && failure.neverReached) sendings.takeBack(itemIndex);
			throw failure;
		}
	},
};

/** n8n's Retry On Fail runs the whole node again: every image would be sent and paid for once more. */
function refuseRetries({ node }: ParameterSource): void {
	if (!node.retryOnFail) return;
	throw new NodeOperationError(node, 'Create does not run with Retry On Fail', {
		description: `Nothing was sent. ${LEAVE_RETRIES_OFF}`,
	});
}

function refuseTooMany(first: ParameterSource, itemCount: number): void {
	const most = readOption(first, maxImages);
	if (itemCount <= most) return;
	const checks = itemCount * readSubmission(first).checks.length;
	const images = countOf(itemCount, 'images');
	throw new NodeOperationError(
		first.node,
		`This run would send ${images} for ${countOf(checks, 'checks')}, more than '${maxImages.field.displayName}' (${formatCount(most)}) allows`,
		{
			description:
				'Nothing was sent. Verifik charges each check. If that many are meant, raise Max Images per Run in Options.',
		},
	);
}
