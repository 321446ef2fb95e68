import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { checkAddress } from './address';
import { formatMegabytes } from '../sizes';
import type { RequestContext, VerifikRequest } from './request';
import { reasonOf } from './errors/fromConnection';
import { verifikError, VerifikError, withWords } from './errors/VerifikError';
import { retryHintOf } from './retryHint';

export interface DownloadRequest extends Pick<VerifikRequest, 'label' | 'settings' | 'signal'> {
	address: string;
	/** which hosts a file may come from, besides Verifik's */
	hosts: string[];
	/** in bytes */
	maxBytes: number;
}

/** The body of an answer, as n8n gives it: a stream around the one that holds the connection. */
interface Body extends AsyncIterable<Buffer> {
	on(event: 'error', listener: () => void): void;
}

/** An image that moved has one new place, perhaps two; more is a loop. */
const MAX_REDIRECTS = 3;

/**
 * Downloads a file, once. No credential goes along. Redirects are followed by hand, so that each
 * address is judged before it is connected to; what is too large is not read to its end.
 *
 * @throws {VerifikError}
 */
export async function downloadFile(
	{ helpers }: RequestContext,
	{ address, hosts, maxBytes, settings }: DownloadRequest,
	signal: AbortSignal,
): Promise<Buffer> {
	const deadline = AbortSignal.timeout(settings.timeoutMs);
	const hangUp = new AbortController();
	const abortSignal = AbortSignal.any([signal, deadline, hangUp.signal]);
	let url = checkAddress(address, hosts);

	try {
		for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			if (typeof url === 'string') throw verifikError('addressNotAllowed', { reason: url });
			const options = optionsOf(url, settings.timeoutMs, abortSignal);
			const answer: IN8nHttpFullResponse = await helpers.httpRequest(options);
			const body = answer.body as unknown as Body;
			// hanging up is an error to it
			body.on('error', () => {});

			const { statusCode, headers } = answer;
			if (statusCode === 200) return await readBody(body, maxBytes);
			const isRedirect = statusCode >= 300 && statusCode < 400;
			if (!isRedirect || typeof headers.location !== 'string') {
				throw statusRefused(answer, url.host);
			}
			url = checkAddress(headers.location, hosts, url);
		}
		throw verifikError('downloadRefused', { reason: 'It was redirected too often.' });
	} catch (error) {
		if (signal.aborted) throw verifikError('cancelled');
		const failure: unknown = error;
		if (failure instanceof VerifikError) throw failure;
		const reason = deadline.aborted
			? `It took more than ${settings.timeoutMs / 1000} s. Raise Timeout in Options.`
			: `The connection failed (${reasonOf(failure)}).`;
		throw verifikError('downloadFailed', { reason });
	} finally {
		// a body that is not read to its end holds its connection open: n8n's stream, when it is
		// destroyed unread, does not reach it
		hangUp.abort();
	}
}

function optionsOf(url: URL, timeout: number, abortSignal: AbortSignal): IHttpRequestOptions {
	return {
		method: 'GET',
		url: url.href,
		encoding: 'stream',
		timeout,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal,
	};
}

async function readBody(body: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
	const chunks: Buffer[] = [];
	let bytes = 0;
	for await (const chunk of body) {
		bytes += chunk.length;
		// leaving the loop ends the download
		if (bytes > maxBytes) {
			throw withWords(verifikError('unusable'), {
				message: `The stored image is larger than ${formatMegabytes(maxBytes)}`,
				description: 'Raise Max Image Size in Options if this n8n has the memory for it.',
			});
		}
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

function statusRefused({ statusCode, headers }: IN8nHttpFullResponse, host: string): VerifikError {
	const passes = [408, 425, 429].includes(statusCode) || statusCode >= 500;
	const told = retryHintOf(headers, '', Date.now());
	const reason = `${host} answered with status ${statusCode}.`;
	return verifikError(passes ? 'downloadFailed' : 'downloadRefused', { statusCode, told, reason });
}
