import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	IHttpRequestOptions,
	ILoadOptionsFunctions,
	IN8nHttpFullResponse,
	IPollFunctions,
} from 'n8n-workflow';

import { cleanBaseUrl, cleanToken, tokenExpiry } from './credential';
import { downloadFile, type DownloadRequest } from './download';
import { createLimiter, type Limiter } from './limiter';
import {
	cancelled,
	cutOff,
	mayHaveArrived,
	noAccessToken,
	noBaseUrl,
	problemOfAnswer,
	problemOfConnection,
	VerifikProblem,
	wrongBaseUrl,
	type Subject,
} from './problem';
import { delayBeforeRetry, wait } from './wait';

/** The n8n contexts that requests are made from. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IPollFunctions;

/** What one request is allowed to cost. */
export interface RequestSettings {
	/** How many requests may be under way at the same time; the first request's counts. */
	concurrency: number;
	/** ms without an answer */
	timeout: number;
	/** How often a request is sent before it counts as failed, the first time included. */
	maxTries: number;
}

export interface VerifikRequest {
	/** below the base URL, already encoded */
	path: string;
	query?: IDataObject;
	/** the record that the path stands for, when it stands for one */
	recordId?: string;
	/** for the log: "page 3 of 100" */
	label: string;
	settings: RequestSettings;
	/** ends the tries when the answer is no longer wanted */
	signal?: AbortSignal;
}

/** A request that is sent once, whatever becomes of it. */
export interface VerifikPost extends Omit<VerifikRequest, 'query' | 'recordId'> {
	/** Makes the JSON to send, when its turn has come: it may be large. */
	body: () => Promise<Buffer>;
}

interface Connection {
	credential: ICredentialDataDecryptedObject;
	token: string;
	baseUrl: string;
}

/**
 * Talks to Verifik for one execution: reads the credential once, holds all requests of the
 * execution to one bound, and asks again by itself for what fails in passing.
 */
export class VerifikClient {
	/** When the token says that it expires; `null` before the first request, or if it does not tell. */
	tokenExpiry: Date | null = null;

	private connection?: Promise<Connection>;
	private limiter?: Limiter;
	private readonly cancelSignal?: AbortSignal;

	constructor(private readonly context: RequestContext) {
		// not in every version of n8n, and in no context but an execution's
		if ('getExecutionCancelSignal' in context) {
			this.cancelSignal = context.getExecutionCancelSignal?.();
		}
	}

	/** Whether the user stopped the execution. */
	get isCancelled(): boolean {
		return this.cancelSignal?.aborted ?? false;
	}

	/**
	 * Sends a GET, which costs nothing and changes nothing, so that it may be sent again: after a
	 * throttle, an outage, a 5xx, a connection that broke, an answer that was cut off.
	 *
	 * @returns the parsed body; `undefined` for an answer without one (204)
	 * @throws {VerifikProblem} for everything else
	 */
	async get(request: VerifikRequest): Promise<unknown> {
		return await this.repeat(request, async () => await this.send(request));
	}

	/**
	 * Sends a POST, once: what it asks for is charged, and an answer that does not arrive does not
	 * mean that nothing was done.
	 *
	 * @returns the parsed body; `undefined` for an answer without one (204)
	 * @throws {VerifikProblem} it tells whether Verifik may have done what was asked for
	 */
	async post({ body, ...request }: VerifikPost): Promise<unknown> {
		const limiter = this.limiterFor(request);
		const outcome = await limiter.run(async () => {
			const content = await body();
			// another input item failed meanwhile, which ends the execution
			if (request.signal?.aborted) throw new VerifikProblem(cancelled());
			return await this.send(request, content);
		});
		if (!(outcome instanceof VerifikProblem)) return outcome.body;

		const { problem } = outcome;
		if (problem.isThrottle) limiter.throttle(delayBeforeRetry(1, problem.retryAfter));
		throw outcome;
	}

	/**
	 * Downloads a file, without the token. A GET as well, so it is repeated like one.
	 *
	 * @throws {VerifikProblem}
	 */
	async download(request: DownloadRequest): Promise<Buffer> {
		const { baseUrl } = await this.connect();
		const hosts = [...request.hosts, new URL(baseUrl).host];
		const attempt = async () =>
			await downloadFile(this.context, { ...request, hosts }, this.cancelSignal);
		return await this.repeat(request, attempt);
	}

	private limiterFor({ settings }: { settings: RequestSettings }): Limiter {
		return (this.limiter ??= createLimiter(settings.concurrency, this.cancelSignal));
	}

	/** Runs an attempt until it succeeds, fails for good, or has been run often enough. */
	private async repeat<T>(
		request: Pick<VerifikRequest, 'settings' | 'label' | 'signal'>,
		attempt: () => Promise<{ body: T } | VerifikProblem>,
	): Promise<T> {
		const { settings, label } = request;
		const limiter = this.limiterFor(request);

		for (let tries = 1; ; tries++) {
			const outcome = await limiter.run(attempt);
			if (!(outcome instanceof VerifikProblem)) return outcome.body;

			const { problem } = outcome;
			if (!problem.isTemporary || tries >= settings.maxTries) throw outcome;
			const delay = delayBeforeRetry(tries, problem.retryAfter);
			this.context.logger.warn(
				`${problem.message} (${label}, try ${tries} of ${settings.maxTries}). Next try in ${Math.round(delay)} ms.`,
			);
			if (problem.isThrottle) limiter.throttle(delay);
			else await wait(delay, this.cancelSignal);
			if (request.signal?.aborted) throw new VerifikProblem(cancelled());
		}
	}

	/** One request, a POST if it has content: the answer's body, or what went wrong. */
	private async send(
		request: VerifikRequest,
		content?: Buffer,
	): Promise<{ body: unknown } | VerifikProblem> {
		if (this.isCancelled) return new VerifikProblem(cancelled());
		const { credential, token, baseUrl } = await this.connect();
		const subject: Subject = {
			baseUrl,
			token,
			tokenExpiry: this.tokenExpiry,
			recordId: request.recordId,
			timeout: request.settings.timeout,
		};
		const options: IHttpRequestOptions = {
			method: content === undefined ? 'GET' : 'POST',
			baseURL: baseUrl,
			url: request.path,
			qs: request.query,
			body: content,
			headers: content && { 'Content-Type': 'application/json' },
			timeout: request.settings.timeout,
			json: true,
			// judged here: n8n's own judgement repeats a 401 and hides the body behind its own words
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			abortSignal: this.cancelSignal,
		};

		try {
			const answer: IN8nHttpFullResponse =
				await this.context.helpers.httpRequestWithAuthentication.call(
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
			return readAnswer(answer, subject);
		} catch (error) {
			if (this.isCancelled) return new VerifikProblem(cancelled());
			return new VerifikProblem(problemOfConnection(error, subject), mayHaveArrived(error));
		}
	}

	private connect(): Promise<Connection> {
		return (this.connection ??= this.readCredential());
	}

	private async readCredential(): Promise<Connection> {
		const credential = await this.context.getCredentials('verifikApi');
		const token = cleanToken(credential.accessToken);
		if (token === '') throw new VerifikProblem(noAccessToken());
		const baseUrl = cleanBaseUrl(credential.baseUrl);
		if (baseUrl === null) throw new VerifikProblem(noBaseUrl());
		this.tokenExpiry = tokenExpiry(token);
		return { credential, token, baseUrl };
	}
}

function readAnswer(
	answer: IN8nHttpFullResponse,
	subject: Subject,
): { body: unknown } | VerifikProblem {
	const problem = problemOfAnswer(answer, subject, new Date());
	if (problem !== null) {
		const isFault = answer.statusCode >= 500 && !problem.isThrottle;
		return new VerifikProblem(problem, isFault);
	}

	const { body, statusCode } = answer;
	if (statusCode === 204) return { body: undefined };
	// n8n parses what is JSON and hands on the rest as text
	if (typeof body !== 'string') return { body };
	const isCutOff = body === '' || /^\s*[[{]/.test(body);
	const came = body.trimStart().startsWith('<') ? 'a web page' : 'plain text';
	return isCutOff
		? new VerifikProblem(cutOff(), true)
		: new VerifikProblem(wrongBaseUrl(subject, came));
}
