import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';

import { formatCount } from '../counts';
import { formatDuration } from '../dates';
import { delayBeforeRetry } from './backOff';
import { systemClock, type Clock } from './clock';
import { accountId, cleanBaseUrl, cleanToken, tokenExpiry } from './credential';
import { downloadFile, type DownloadRequest } from './download';
import { Gates, type Gate } from './gate';
import { perMinute, toldUntil } from './pace';
import {
	opensAgain,
	passOn,
	problem,
	problemOfAnswer,
	problemOfConnection,
	VerifikProblem,
	withWords,
	type RequestInfo,
} from './problems';
import { createSlots, type Slots } from './slots';

/** The n8n contexts that requests are made from. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What one request is allowed to cost. */
export interface RequestSettings {
	/** How many requests may be under way at the same time; the first request's counts. */
	concurrency: number;
	/** For the whole answer, from the moment at which the request is sent. */
	timeoutMs: number;
	/** How often a request is sent before it counts as failed; "too many requests" does not count. */
	maxAttempts: number;
	/** How long to wait for a quota while nothing moves; 0 does not wait at all. */
	maxWaitMs: number;
	/** ms since 1970 after which no wait may end: a poll has a budget. */
	deadline?: number;
}

export interface VerifikRequest {
	/** below the base URL, already encoded */
	path: string;
	query?: IDataObject;
	/** what is asked for, as people call it: "document liveness" */
	noun: string;
	/** the record that the path stands for, when it stands for one */
	recordId?: string;
	/** for people: "page 3 of 100" */
	label: string;
	/** How many more requests are to follow, as far as is known; for "about how long". */
	left?: number;
	settings: RequestSettings;
	/** Ends it when the answer is no longer wanted. */
	signal: AbortSignal;
}

/** A request that is sent once, unless it was refused unread. */
export interface VerifikPost extends Omit<VerifikRequest, 'query' | 'recordId'> {
	/** Makes the JSON to send, when its turn has come: it may be large. */
	body: () => Promise<Buffer>;
}

type Attempt<T> = (signal: AbortSignal) => Promise<T>;

interface Connection {
	credential: ICredentialDataDecryptedObject;
	token: string;
	baseUrl: string;
	gate: Gate;
}

/** Executions of one process that use the same account share what was learned of its quota. */
const gates = new Gates(systemClock);

/**
 * Talks to Verifik for one execution: reads the credential once, holds all requests of the
 * execution to one bound and to the account's pace, and asks again by itself for what passes.
 */
export class VerifikClient {
	/** When the token says that it expires; `undefined` before the first request, or if it does not tell. */
	tokenExpiry: Date | undefined;

	/** For how long "too many requests" has kept this execution waiting, in ms. */
	heldUpMs = 0;

	private connection?: Promise<Connection>;
	private slots?: Slots;
	/** What every further request would fail of too: the token, the credits, the access. */
	private accountProblem?: VerifikProblem;
	/** Since when nothing has moved, in ms since 1970; `undefined` while nothing waits. */
	private standsStillSince?: number;
	private heldUpSince = 0;
	private waiting = 0;
	/** What was last said of the pace, so that it is said once. */
	private saidPace = '';
	/** never aborted where n8n cannot cancel */
	private readonly cancelSignal: AbortSignal;

	constructor(
		private readonly context: RequestContext,
		private readonly clock: Clock = systemClock,
		private readonly gatesOfProcess: Gates = gates,
	) {
		const canCancel = 'getExecutionCancelSignal' in context;
		// not in every version of n8n, and in no context but an execution's
		const signal = canCancel ? context.getExecutionCancelSignal?.() : undefined;
		this.cancelSignal = signal ?? new AbortController().signal;
	}

	/** Whether the user stopped the execution. */
	get isCancelled(): boolean {
		return this.cancelSignal.aborted;
	}

	/**
	 * Sends a GET, which changes nothing, so that it may be sent again: after a throttle, an outage,
	 * a 5xx, a connection that broke, an answer that was cut off.
	 *
	 * @returns the parsed body; `undefined` for an answer without one (204)
	 * @throws {VerifikProblem} for everything else
	 */
	async get(request: VerifikRequest): Promise<unknown> {
		return await this.repeat(request, async (signal) => await this.send(request, signal), true);
	}

	/**
	 * Sends a POST. What it asks for is charged, and an answer that does not arrive does not mean
	 * that nothing was done: so it is sent again only when it was refused unread, by a throttle.
	 *
	 * @returns the parsed body; `undefined` for an answer without one (204)
	 * @throws {VerifikProblem} it tells whether Verifik may have done what was asked for
	 */
	async post({ body, ...request }: VerifikPost): Promise<unknown> {
		const attempt: Attempt<unknown> = async (signal) => await this.send(request, signal, body);
		return await this.repeat(request, attempt, false);
	}

	/**
	 * Downloads a file, without the token. A GET as well, so it is repeated like one.
	 *
	 * @throws {VerifikProblem}
	 */
	async download(request: DownloadRequest): Promise<Buffer> {
		const { baseUrl } = await this.connect();
		const hosts = [...request.hosts, new URL(baseUrl).host];
		const attempt: Attempt<Buffer> = async (signal) =>
			await downloadFile(this.context, { ...request, hosts }, signal);
		return await this.repeat(request, attempt, true);
	}

	/**
	 * Runs an attempt until it succeeds, fails for good, or has failed often enough.
	 *
	 * @param isRepeatable whether it may be run again although it may have been carried out
	 */
	private async repeat<T>(
		request: Pick<VerifikRequest, 'settings' | 'label' | 'signal'>,
		attempt: Attempt<T>,
		isRepeatable: boolean,
	): Promise<T> {
		const { concurrency, maxAttempts, maxWaitMs, deadline = Infinity } = request.settings;
		const signal = AbortSignal.any([this.cancelSignal, request.signal]);
		this.slots ??= createSlots(concurrency);

		for (let attempts = 1; ;) {
			try {
				return await this.slots.run(async () => {
					if (signal.aborted) throw problem('cancelled');
					if (this.accountProblem) throw this.accountProblem;
					return await attempt(signal);
				}, signal);
			} catch (error) {
				if (!(error instanceof VerifikProblem)) throw passOn(error);
				const failure = error;
				if (failure.concernsAccount) this.accountProblem ??= failure;
				// the gate has the next attempt wait
				if (failure.retry === 'afterThrottle') continue;

				const toldMs = failure.told?.waitMs;
				const delayMs = delayBeforeRetry(attempts, toldMs);
				const mayRepeat = failure.retry === 'later' && isRepeatable && attempts < maxAttempts;
				const isTooLong = (toldMs ?? 0) > maxWaitMs || this.clock.now() + delayMs >= deadline;
				if (!mayRepeat || isTooLong) throw failure;
				this.context.logger.warn(
					`${failure.message} (${request.label}, attempt ${attempts} of ${maxAttempts}). Next attempt in ${formatDuration(delayMs)}.`,
				);
				await this.clock.wait(delayMs, signal);
				attempts++;
			}
		}
	}

	/**
	 * One request, a POST if it has content.
	 *
	 * @returns the answer's body
	 */
	private async send(
		request: VerifikRequest | Omit<VerifikPost, 'body'>,
		signal: AbortSignal,
		content?: VerifikPost['body'],
	): Promise<unknown> {
		const { credential, token, baseUrl, gate } = await this.connect();
		const sentAtMs = await this.takeTurn(gate, request, signal);
		const { settings } = request;
		const info: RequestInfo = {
			...request,
			baseUrl,
			token,
			tokenExpiry: this.tokenExpiry,
			timeoutMs: settings.timeoutMs,
		};

		// a POST under way may be carried out anyway: only who cancels does not wait for its answer
		const ending = content ? this.cancelSignal : signal;
		let deadline: AbortSignal | undefined;
		let answer: IN8nHttpFullResponse;
		try {
			const body = await content?.();
			if (signal.aborted) throw problem('cancelled');
			// for the whole of it: n8n's own timeout ends only a silence
			deadline = AbortSignal.timeout(settings.timeoutMs);
			const ended = AbortSignal.any([ending, deadline]);
			const options: IHttpRequestOptions = {
				method: content === undefined ? 'GET' : 'POST',
				baseURL: baseUrl,
				url: request.path,
				qs: 'query' in request ? request.query : undefined,
				body,
				headers: content && { 'Content-Type': 'application/json' },
				timeout: settings.timeoutMs,
				json: true,
				// judged here: n8n's own judgement repeats a 401 and hides the body behind its own words
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				get abortSignal() {
					return ended;
				},
				// n8n puts the signal of the execution's cancellation in its place, which is one of ours
				set abortSignal(_cancelSignal) {},
			};
			answer = await this.context.helpers.httpRequestWithAuthentication.call(
				this.context,
				'verifikApi',
				options,
				{
					// spares n8n a database query per request
					credentialsDecrypted: { id: '', name: '', type: 'verifikApi', data: credential },
					// n8n also repeats a 401 whose body is cut off; a POST must not be sent twice
					preAuthenticationRetryStatusCode: [],
				},
			);
		} catch (error) {
			gate.note({ type: 'lost', sentAtMs });
			if (ending.aborted) throw problem('cancelled');
			if (error instanceof VerifikProblem) throw passOn(error);
			throw deadline?.aborted ? problem('timedOut', info) : problemOfConnection(error, info);
		}

		const failure = problemOfAnswer(answer, info, this.clock.now());
		if (failure?.kind === 'throttled') {
			gate.note({ type: 'refused', sentAtMs, told: failure.told ?? {} });
		} else {
			this.standsStillSince = undefined;
			gate.note({ type: 'served', sentAtMs });
		}
		if (failure) throw failure;
		return answer.statusCode === 204 ? undefined : answer.body;
	}

	/**
	 * Waits until the account's pace allows one more request.
	 *
	 * @returns when that is, ms since 1970
	 * @throws {VerifikProblem} when that takes longer than this execution waits, or it was cancelled
	 */
	private async takeTurn(
		gate: Gate,
		request: Pick<VerifikRequest, 'settings' | 'label' | 'left'>,
		signal: AbortSignal,
	): Promise<number> {
		const { maxWaitMs, deadline = Infinity } = request.settings;
		let isWaiting = false;
		const turn = await gate.enter({
			signal,
			isUrgent: maxWaitMs === 0,
			endsAt: () => Math.min(deadline, (this.standsStillSince ?? this.clock.now()) + maxWaitMs),
			onWait: (turnAt) => {
				const now = this.clock.now();
				this.standsStillSince ??= now;
				if (!isWaiting && this.waiting++ === 0) this.heldUpSince = now;
				isWaiting = true;
				this.logWait(turnAt - now, perMinute(gate.current), request);
			},
		});
		if (isWaiting && --this.waiting === 0) this.heldUpMs += this.clock.now() - this.heldUpSince;
		if (turn.hasCome) return turn.atMs;
		throw signal.aborted
			? problem('cancelled')
			: tooLongToWait(turn.atMs, toldUntil(gate.current), this.clock.now(), maxWaitMs);
	}

	/** Says once for each pace how long it will take, in n8n's log. */
	private logWait(
		waitMs: number,
		perMinute: number | undefined,
		{ label, left = 0 }: Pick<VerifikRequest, 'label' | 'left'>,
	): void {
		if (waitMs === Infinity) return;
		const pace =
			perMinute === undefined
				? 'How many requests a minute are served is not known yet.'
				: `About ${formatCount(perMinute)} requests a minute are left for this n8n`;
		if (waitMs < 1000 || pace === this.saidPace) return;
		this.saidPace = pace;
		const rest =
			perMinute === undefined || left === 0
				? ''
				: `, so the other ${left} take about ${formatDuration(waitMs + (left / perMinute) * 60_000)}.`;
		this.context.logger.warn(
			`Verifik is receiving too many requests (${label}). The next one goes out in ${formatDuration(waitMs)}. ${pace}${rest}`,
		);
	}

	private connect(): Promise<Connection> {
		return (this.connection ??= this.readCredential());
	}

	private async readCredential(): Promise<Connection> {
		const credential = await this.context.getCredentials('verifikApi');
		const token = cleanToken(credential.accessToken);
		if (token === '') throw problem('noAccessToken');
		const baseUrl = cleanBaseUrl(credential.baseUrl);
		if (baseUrl === undefined) throw problem('noBaseUrl');
		this.tokenExpiry = tokenExpiry(token);
		return { credential, token, baseUrl, gate: this.gatesOfProcess.of(accountId(baseUrl, token)) };
	}
}

/**
 * @param turnAt when a request would be let go, in ms since 1970, or `Infinity`
 * @param toldAt when Verifik says that it lets requests through again, if it says so; ms since 1970
 */
function tooLongToWait(
	turnAt: number,
	toldAt: number | undefined,
	now: number,
	maxWaitMs: number,
): VerifikProblem {
	const waitMs = turnAt === Infinity ? undefined : turnAt - now;
	const when = toldAt === undefined || toldAt <= now ? '' : opensAgain(toldAt - now, now);
	return withWords(problem('stillThrottled', { told: { waitMs } }), {
		description: `${when}Max Wait for Quota is ${formatDuration(maxWaitMs)}. Run the workflow again later, raise Max Wait for Quota in Options, or ask Verifik for a higher quota. To get a long list in parts, use Created Before.`,
	});
}
