import { NodeOperationError, updateDisplayOptions } from 'n8n-workflow';

import { countOf, formatCount } from '../../verifik/counts';
import { createRecord } from '../../verifik/documentLiveness/createRecord';
import { fetchRecord } from '../../verifik/documentLiveness/endpoints';
import { fingerprintOf } from '../../verifik/documentLiveness/fingerprint';
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
import { choiceParameter, numberParameter, readOption } from '../../verifik/parameters/parameter';
import type { ParameterSource } from '../../verifik/parameters/values';
import type { RecordOperation } from '../../verifik/documentLiveness/hints';
import type { CheckAgain, UploadLedger } from '../../verifik/documentLiveness/uploadLedger';

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
		'The most images that one execution may send, counting loops and Retry. If there are more input items, none is sent.',
});

const checkAgain = choiceParameter<CheckAgain>({
	displayName: 'Check Again',
	name: 'checkAgain',
	default: 'none',
	description:
		'Whether to pay for another check of an image that this execution has sent before, in a loop or before a Retry',
	options: [
		{
			name: 'All Images',
			value: 'all',
			description: 'Send every image each time. A Retry pays for all of them once more.',
		},
		{
			name: 'Images Without an Answer',
			value: 'unanswered',
			description: 'Send an image again when its answer was lost. Look for its record first.',
		},
		{ name: 'No', value: 'none', description: 'Give the record that was paid for' },
	],
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
			checkAgain,
			maxImages,
			maxWait,
			maxImageSize,
			...submissionOptions,
			...splitOptions,
		]),
	]),

	itemsAtOnce: (first) => readRequestSettings(first, requests).concurrency,

	check(first, itemCount, { uploads }) {
		refuseRetries(first, uploads);
		refuseTooMany(first, itemCount, uploads);
	},

	account: ({ uploads }, itemCount) => uploads.report.account(itemCount),

	async run({ source, client, notes, item, itemIndex, left, helpers, signal }) {
		const submission = readSubmission(source);
		const shape = readOutputShape(source);
		const settings = readRequestSettings(source, requests);
		const limits = {
			maxImages: readOption(source, maxImages),
			checkAgain: readOption(source, checkAgain),
		};
		const image = await readImage(source, helpers, item);
		const fingerprint = await fingerprintOf(client, image, submission);

		const request = { settings, left, signal };
		const { record, isWhole } = await notes.uploads.checkOnce(
			{ itemIndex, fingerprint, ...limits, keepWhole: !shape.simplify },
			async (onSent) => await createRecord(client, image, submission, { ...request, onSent }),
		);
		const isEnough = isWhole || shape.simplify;
		const shown = isEnough ? record : await fetchRecord(client, String(record._id), request);
		notes.addRecord(shown);
		return itemsOf(shown, shape, { item: itemIndex });
	},
};

/** n8n's Retry On Fail runs the whole node again: every image would be sent and paid for once more. */
function refuseRetries({ node }: ParameterSource, uploads: UploadLedger): void {
	if (!node.retryOnFail) return;
	throw new NodeOperationError(node, 'Create does not run with Retry On Fail', {
		description: `${uploads.noteTurnedAway()}Nothing was sent. ${LEAVE_RETRIES_OFF}`,
	});
}

function refuseTooMany(first: ParameterSource, itemCount: number, uploads: UploadLedger): void {
	const most = readOption(first, maxImages);
	if (itemCount <= most) return;
	const checks = itemCount * readSubmission(first).checks.length;
	const images = countOf(itemCount, 'images');
	throw new NodeOperationError(
		first.node,
		`This run would send ${images} for ${countOf(checks, 'checks')}, more than '${maxImages.field.displayName}' (${formatCount(most)}) allows`,
		{
			description: `${uploads.noteTurnedAway()}Nothing was sent. Verifik charges each check. If that many are meant, raise Max Images per Run in Options.`,
		},
	);
}
