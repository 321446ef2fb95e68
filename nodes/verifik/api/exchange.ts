import type {
	ICredentialDataDecryptedObject,
	IHttpRequestOptions,
	IN8nHttpFullResponse,
} from 'n8n-workflow';

import type { RequestContext, VerifikRequest } from './request';

/** One request as it leaves. */
export interface Outgoing extends Pick<VerifikRequest, 'path' | 'settings'> {
	query?: VerifikRequest['query'];
	baseUrl: string;
	credential: ICredentialDataDecryptedObject;
	/** a POST's content; a request without one is a GET */
	body: Buffer | undefined;
	/** ends the exchange, whoever ends it: cancelling, the operation, its deadline */
	ended: AbortSignal;
}

/**
 * Sends one request through n8n, which adds the token, its proxy and its certificates.
 *
 * @returns the answer, whatever its status
 * @throws what n8n throws when no whole answer came, or why it was ended
 */
export async function exchange(
	context: RequestContext,
	outgoing: Outgoing,
): Promise<IN8nHttpFullResponse> {
	const answer = context.helpers.httpRequestWithAuthentication.call(
		context,
		'verifikApi',
		optionsOf(outgoing),
		{
			// spares n8n a database query per request
			credentialsDecrypted: { id: '', name: '', type: 'verifikApi', data: outgoing.credential },
			// n8n also repeats a 401 whose body is cut off; a POST must not be sent twice
			preAuthenticationRetryStatusCode: [],
		},
	);
	return await unlessEnded(answer, outgoing.ended);
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

function optionsOf({ path, query, settings, baseUrl, body, ended }: Outgoing): IHttpRequestOptions {
	return {
		method: body === undefined ? 'GET' : 'POST',
		baseURL: baseUrl,
		url: path,
		...(query && { qs: query }),
		...(body && { body, headers: { 'Content-Type': 'application/json' } }),
		timeout: settings.timeoutMs,
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
}
