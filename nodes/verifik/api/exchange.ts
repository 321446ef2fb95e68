import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { FailureFacts } from './errors/failure';
import { errorFromConnection } from './errors/fromConnection';
import { verifikError } from './errors/VerifikError';
import type { RequestContext } from './request';

/** One request as it leaves. */
export interface Outgoing {
	credential: ICredentialDataDecryptedObject;
	baseUrl: string;
	path: string;
	query: IDataObject;
	/** a POST's content; a request without one is a GET */
	body: Buffer | undefined;
	timeoutMs: number;
	/** ends the exchange */
	cancelSignal: AbortSignal;
}

/**
 * Sends one request through n8n, which adds the token, its proxy and its certificates.
 *
 * @param facts what is known of the request, for errors
 * @returns the answer, whatever its status
 * @throws {VerifikError} when no whole answer came
 */
export async function exchange(
	context: RequestContext,
	{ credential, baseUrl, path, query, body, timeoutMs, cancelSignal }: Outgoing,
	facts: FailureFacts,
): Promise<IN8nHttpFullResponse> {
	// for the whole of it: n8n's own timeout ends only a silence
	const deadline = AbortSignal.timeout(timeoutMs);
	const ended = AbortSignal.any([cancelSignal, deadline]);
	const options: IHttpRequestOptions = {
		method: body === undefined ? 'GET' : 'POST',
		baseURL: baseUrl,
		url: path,
		qs: query,
		...(body && { body, headers: { 'Content-Type': 'application/json' } }),
		timeout: timeoutMs,
		json: true,
		// judged by the client: n8n's own judgement repeats a 401 and hides the body behind its own words
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		get abortSignal() {
			return ended;
		},
		// n8n puts the signal of the execution's cancellation in its place, which is one of ours
		set abortSignal(_cancelSignal) {},
	};
	try {
		const { httpRequestWithAuthentication: send } = context.helpers;
		const answer = send.call(context, 'verifikApi', options, {
			// spares n8n a database query per request
			credentialsDecrypted: { id: '', name: '', type: 'verifikApi', data: credential },
			// n8n also repeats a 401 whose body is cut off; a POST must not be sent twice
			preAuthenticationRetryStatusCode: [],
		});
		return await unlessEnded(answer, ended);
	} catch (error) {
		if (cancelSignal.aborted) throw verifikError('cancelled', { mayHaveArrived: !!body });
		throw deadline.aborted ? verifikError('timedOut', facts) : errorFromConnection(error, facts);
	}
}

/** n8n 1.99 and 2.8 wait for ever for an answer that they cannot unpack, whatever the signal says. */
async function unlessEnded<T>(answer: Promise<T>, ended: AbortSignal): Promise<T> {
	return await new Promise((resolve, reject) => {
		const end = () => reject(ended.reason);
		ended.addEventListener('abort', end);
		// else the signal would be kept until its deadline
		const leave = () => ended.removeEventListener('abort', end);
		answer.finally(leave).then(resolve, reject);
	});
}
