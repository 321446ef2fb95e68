import type { IExecuteFunctions } from 'n8n-workflow';

import { verifikError, VerifikError, withWords } from '../api/errors/VerifikError';
import { countOf, countOfPast, formatCount } from '../counts';
import { howToFind } from './createRecord';
import { toNumber, type DocumentLivenessRecord } from './record';
import { reduceToOutput } from './simplify';
import { UploadReport } from './uploadReport';

/** Where n8n keeps what belongs to an execution. */
export type ExecutionContext = Pick<
	IExecuteFunctions,
	'getContext' | 'getExecutionId' | 'getExecuteData'
>;

const STOP_ON_ERROR = { onError: 'stopWorkflow', continueOnFail: false } as const;

/** In how many runs images are turned away before the loop that brings them is ended. */
const MAX_RUNS_TURNED_AWAY = 100;

/** What an image came to. */
export interface CheckedImage {
	record: DocumentLivenessRecord;
	/** Whether it is as Verifik sent it; otherwise it is reduced to what Simplify gives out. */
	isWhole: boolean;
}

/** An image that was sent. Without `checked`, nobody knows what came of it. */
interface Upload {
	/** ISO */
	sentAt: string;
	checked?: CheckedImage;
}

/** Plain JSON in n8n's context of the node: n8n stores it with the execution, and Retry takes it along. */
interface Kept {
	/** Whose `refused` and `turnedAway` these are: a Retry has an ID of its own. */
	executionId: string;
	/** Images that were charged or may have been, Retries included. */
	sent: number;
	/** Images that Verifik refused without a charge. A Retry is there to send them again. */
	refused: number;
	/** In how many runs of the node an image came that was not sent. */
	turnedAway: number;
	/** By fingerprint; never more than `sent`. */
	uploads: Record<string, Upload>;
}

/** Which images of this execution are sent again. */
export type CheckAgain = 'none' | 'unanswered' | 'all';

/** One image to be checked, and what its user allows. */
export interface UploadRequest {
	itemIndex: number;
	fingerprint: string;
	/** The most images that the execution may send. */
	maxImages: number;
	checkAgain: CheckAgain;
	/** Whether the whole record is kept, not only what Simplify gives out. */
	keepWhole: boolean;
}

/** Sends the image, calls `onSent` as it leaves, and gives the record. */
type SendImage = (onSent: () => void) => Promise<DocumentLivenessRecord>;

/**
 * Pays for each image once in an execution, and for no more than it may, however often the node runs
 * in it. Each step is noted in n8n's context as it happens, so a Retry finds it there.
 */
export class UploadLedger {
	readonly report = new UploadReport();
	private readonly underWay = new Map<string, Promise<unknown>>();
	/** Whether this run has turned an image away. */
	private hasTurnedAway = false;

	constructor(private readonly context: ExecutionContext) {}

	/**
	 * The record that an image came to in this execution; it is sent only if it was not before.
	 *
	 * @throws {VerifikError} when nobody knows what it came to, or too many were sent
	 */
	async checkOnce(request: UploadRequest, send: SendImage): Promise<CheckedImage> {
		const { itemIndex, fingerprint, checkAgain, maxImages } = request;
		// another input item has the same image
		while (this.underWay.has(fingerprint)) await this.underWay.get(fingerprint);

		const { kept } = this;
		const { [fingerprint]: earlier } = kept.uploads;
		if (earlier?.checked && checkAgain !== 'all') return this.reuse(earlier.checked, itemIndex);
		if (earlier && checkAgain === 'none') throw this.turnAway(unanswered(earlier));
		if (isReached(maxImages, kept)) throw this.turnAway(limitReached(maxImages, kept));

		const sending = this.send(request, send);
		const end = () => this.underWay.delete(fingerprint);
		this.underWay.set(fingerprint, sending.then(end, end));
		return await sending;
	}

	private get kept(): Kept {
		const executionId = this.context.getExecutionId();
		const kept = this.context.getContext('node') as unknown as Kept;
		kept.sent ??= 0;
		kept.uploads ??= {};
		if (kept.executionId !== executionId) {
			Object.assign(kept, { executionId, refused: 0, turnedAway: 0 });
		}
		return kept;
	}

	private reuse({ record, isWhole }: CheckedImage, itemIndex: number): CheckedImage {
		this.report.addReused(itemIndex);
		return { record: { ...record }, isWhole };
	}

	/**
	 * To be called when this run refuses images unsent: ends a loop that brings them again and again.
	 *
	 * @returns what the refusal has to say of it, with a space behind it
	 */
	noteTurnedAway(): string {
		const { kept } = this;
		if (!this.hasTurnedAway) kept.turnedAway++;
		this.hasTurnedAway = true;
		if (kept.turnedAway < MAX_RUNS_TURNED_AWAY) return '';
		// an error output that leads back here would run until n8n's memory is full
		Object.assign(this.context.getExecuteData().node, STOP_ON_ERROR);
		return `Images came back ${countOf(MAX_RUNS_TURNED_AWAY, 'times')} without being sent, so the execution was stopped, whatever On Error says. `;
	}

	private turnAway(refusal: VerifikError): VerifikError {
		return withWords(refusal, { description: this.noteTurnedAway() + refusal.description });
	}

	private async send(request: UploadRequest, send: SendImage): Promise<CheckedImage> {
		const { itemIndex, fingerprint, maxImages, keepWhole: isWhole } = request;
		const { kept } = this;
		const { [fingerprint]: earlier } = kept.uploads;
		const upload: Upload = { sentAt: new Date().toISOString() };
		let isSent = false;
		const onSent = () => {
			// it leaves once more after a throttle, which did not read it
			if (isSent) return;
			// others may have been sent while this one waited
			if (isReached(maxImages, kept)) throw limitReached(maxImages, kept);
			isSent = true;
			kept.sent++;
			kept.uploads[fingerprint] = upload;
			this.report.addSent(itemIndex);
		};
		try {
			const record = await send(onSent);
			this.report.addCharged(toNumber(record.chargesCount));
			upload.checked = { record: isWhole ? { ...record } : reduceToOutput(record), isWhole };
			return { record, isWhole: true };
		} catch (error) {
			const failure: unknown = error;
			if (isSent) this.noteFailure(failure, request, earlier);
			throw failure;
		}
	}

	/** An image that surely was not charged may be sent again; of any other nobody knows. */
	private noteFailure(
		error: unknown,
		{ fingerprint, itemIndex }: UploadRequest,
		earlier: Upload | undefined,
	): void {
		const { kept } = this;
		if (!(error instanceof VerifikError) || error.mayHaveArrived) {
			this.report.addUncertain();
			return;
		}
		if (error.neverReached) this.report.takeBack(itemIndex);
		kept.sent--;
		kept.refused++;
		if (earlier === undefined) delete kept.uploads[fingerprint];
		else kept.uploads[fingerprint] = earlier;
	}
}

function isReached(maxImages: number, { sent, refused }: Kept): boolean {
	return sent + refused >= maxImages;
}

function limitReached(maxImages: number, { sent, refused }: Kept): VerifikError {
	const were = countOfPast(sent + refused, 'images');
	return withWords(verifikError('unusable'), {
		message: `'Max Images per Run' (${formatCount(maxImages)}) is reached: ${were} sent in this execution`,
		description:
			'This image was not sent. Loops and Retry count too: look for a loop that does not end. If more images are meant, raise Max Images per Run in Options and retry with the currently saved workflow. Images that were checked are not sent again.',
	});
}

function unanswered({ sentAt }: Upload): VerifikError {
	return withWords(verifikError('unusable'), {
		message:
			'This image was sent before in this execution, without an answer. The checks may have been charged',
		description: `It was not sent again. ${howToFind(new Date(sentAt))} If it is not there after a few minutes, set Check Again in Options to Images Without an Answer, and retry with the currently saved workflow.`,
	});
}
