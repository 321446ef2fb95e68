import type { ICredentialDataDecryptedObject, IN8nHttpFullResponse } from 'n8n-workflow';

import { formatDuration } from '../dates';
import { delayBeforeRetry } from './backOff';
import { systemClock, type Clock } from './clock';
import {
	accountId,
	cleanBaseUrl,
	cleanToken,
	tokenEnvironment,
	tokenExpiry,
	type Environment,
} from './credential';
import { downloadFile, type DownloadRequest } from './download';
import { exchange } from './exchange';
import { Gates, QuotaWait, type Gate } from './gate';
import { errorFromAnswer } from './errors/fromAnswer';
import { verifikError, VerifikError } from './errors/VerifikError';
import { allowedParameters, learnRefused } from './refusedParameters';
import type { RequestContext, VerifikRequest } from './request';
import { Slots } from './slots';

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
	/** By the token, as above. */
	environment: Environment | undefined;

	private connection?: Promise<Connection>;
	private slots?: Slots;
	/** What every further request would fail of too: the token, the credits, the access. */
	private accountProblem?: VerifikError;
	private readonly quotaWait: QuotaWait;
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
		this.quotaWait = new QuotaWait(context.logger, clock);
	}

	/** For how long "too many requests" has kept this execution waiting, in ms. */
	get throttledMs(): number {
		return this.quotaWait.throttledMs;
	}

	/** Whether the user stopped the execution. */
	get isCancelled(): boolean {
		return this.cancelSignal.aborted;
	}

	/** @throws {VerifikError} for a credential that cannot be used */
	async baseUrl(): Promise<string> {
		return (await this.connect()).baseUrl;
	}

	/**
	 * Sends a GET, which changes nothing, so that it may be sent again: after a throttle, an outage,
	 * a 5xx, a connection that broke, an answer that was cut off.
	 *
	 * @returns the parsed body; `undefined` for an answer without one (204)
	 * @throws {VerifikError} for everything else
	 */
	async get(request: Omit<VerifikRequest, 'body' | 'onSent'>): Promise<unknown> {
		return await this.repeat(request, async (signal) => await this.send(request, signal));
	}

	/**
	 * Sends a POST. What it asks for is charged, and an answer that does not arrive does not mean
	 * that nothing was done: so it is sent again only when it was refused unread, by a throttle. What
	 * says "too many requests" is one, with a 403, a 400 or a 200 as with a 429 (see `ROWS`).
	 *
	 * @returns the parsed body; `undefined` for an answer without one (204)
	 * @throws {VerifikError} it tells whether Verifik may have done what was asked for
	 */
	async post(request: VerifikRequest & Required<Pick<VerifikRequest, 'body'>>): Promise<unknown> {
		return await this.repeat(request, async (signal) => await this.send(request, signal));
	}

	/**
	 * Downloads a file, without the token. A GET as well, so it is repeated like one.
	 *
	 * @throws {VerifikError}
	 */
	async download(request: DownloadRequest): Promise<Buffer> {
		const { baseUrl } = await this.connect();
		const allowed = { ...request, hosts: [...request.hosts, new URL(baseUrl).host] };
		const { context } = this;
		return await this.repeat(
			request,
			async (signal) => await downloadFile(context, allowed, signal),
		);
	}

	/** Runs an attempt until it succeeds, fails for good, or has failed often enough. */
	private async repeat<T>(
		request: Pick<VerifikRequest, 'settings' | 'label' | 'signal' | 'body'>,
		attempt: (signal: AbortSignal) => Promise<T>,
	): Promise<T> {
		const { concurrency, maxAttempts, maxWaitMs, waitUntilMs = Infinity } = request.settings;
		const signal = AbortSignal.any([this.cancelSignal, request.signal]);
		this.slots ??= new Slots(concurrency);

		for (let attempts = 1; ; attempts++) {
			try {
				return await this.slots.run(async () => {
					this.throwIfEnded(signal);
					return await attempt(signal);
				});
			} catch (error) {
				// n8n's lint forbids to throw what was caught by its own name
				const failure: unknown = error;
				if (!(failure instanceof VerifikError)) throw failure;
				if (failure.concernsAccount) this.accountProblem ??= failure;

				const toldMs = failure.told?.waitMs;
				const delayMs = toldMs ?? delayBeforeRetry(attempts);
				const isTemporary = failure.failureCause === 'temporarily-unavailable';
				// a POST may have been carried out
				const mayRepeat = isTemporary && !request.body && attempts < maxAttempts;
				const endsAtMs = this.clock.elapsedMs() + delayMs;
				const isTooLong = (toldMs ?? 0) > maxWaitMs || endsAtMs >= waitUntilMs;
				if (!mayRepeat || isTooLong) throw failure;
				this.context.logger.warn(
					`${failure.message} (${request.label}, attempt ${attempts} of ${maxAttempts}). Next attempt in ${formatDuration(delayMs)}.`,
				);
				await this.clock.wait(delayMs, signal);
			}
		}
	}

	private throwIfEnded(signal: AbortSignal): void {
		if (signal.aborted) throw verifikError('cancelled');
		if (this.accountProblem) throw this.accountProblem;
	}

	/** Sends one request until it is answered; a throttle has it wait for another turn. */
	private async send(request: VerifikRequest, signal: AbortSignal): Promise<unknown> {
		const { credential, token, baseUrl, gate } = await this.connect();
		const known = { ...request, baseUrl, timeoutMs: request.settings.timeoutMs };
		const facts = { ...known, token, tokenExpiry: this.tokenExpiry };
		// a POST under way may be carried out anyway: only who cancels does not wait for its answer
		const cancelSignal = request.body ? this.cancelSignal : signal;
		for (;;) {
			const sentAtMs = await gate.takeTurn(request, this.quotaWait, signal);
			const query = allowedParameters(request.query, gate.refusedParameters);
			let answer: IN8nHttpFullResponse;
			try {
				const body = await request.body?.();
				this.throwIfEnded(signal);
				request.onSent?.();
				const outgoing = { ...known, credential, query, body, cancelSignal };
				answer = await exchange(this.context, outgoing, facts);
			} catch (error) {
				gate.note({ type: 'lost', sentAtMs });
				const failure: unknown = error;
				throw failure;
			}

			const failure = errorFromAnswer(answer, facts, this.clock.now());
			if (failure?.kind === 'throttled') {
				gate.note({ type: 'refused', sentAtMs, hint: failure.told ?? {} });
				continue;
			}
			this.quotaWait.noteProgress();
			gate.note({ type: 'served', sentAtMs });
			if (failure === undefined) return answer.statusCode === 204 ? undefined : answer.body;
			const { logger } = this.context;
			if (!learnRefused(gate.refusedParameters, answer.body, query, logger)) throw failure;
		}
	}

	private connect(): Promise<Connection> {
		return (this.connection ??= this.readCredential());
	}

	private async readCredential(): Promise<Connection> {
		const credential = await this.context.getCredentials('verifikApi');
		const token = cleanToken(credential.accessToken);
		if (token === '') throw verifikError('noAccessToken');
		const baseUrl = cleanBaseUrl(credential.baseUrl);
		if (baseUrl === undefined) throw verifikError('noBaseUrl');
		this.tokenExpiry = tokenExpiry(token);
		this.environment = tokenEnvironment(token);
		return { credential, token, baseUrl, gate: this.gatesOfProcess.of(accountId(baseUrl, token)) };
	}
}
