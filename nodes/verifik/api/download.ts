import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { judgeAddress, type AddressRefusal } from '../images/address';
import { formatMegabytes } from '../images/image';
import type { RequestContext, VerifikRequest } from './client';
import { cancelled, reasonOf, VerifikProblem, type Problem } from './problem';

export interface DownloadRequest extends Pick<VerifikRequest, 'label' | 'settings' | 'signal'> {
	address: string;
	/** which hosts a file may come from, besides Verifik's */
	hosts: string[];
	/** in bytes */
	maxSize: number;
}

/** An image that moved has one new place, perhaps two; more is a loop. */
const MAX_REDIRECTS = 3;

/**
 * Downloads a file, once. No credential goes along. Redirects are followed by hand, so that each
 * address is judged before it is connected to; what is too large is not read to its end.
 *
 * @param signal ends it when the execution is cancelled
 */
export async function downloadFile(
	{ helpers }: RequestContext,
	{ address, hosts, maxSize, settings }: DownloadRequest,
	signal?: AbortSignal,
): Promise<{ body: Buffer } | VerifikProblem> {
	// for the whole of it: a body that stalls does not run into n8n's own timeout
	const deadline = AbortSignal.timeout(settings.timeout);
	const abortSignal = signal ? AbortSignal.any([signal, deadline]) : deadline;
	let url = judgeAddress(address, hosts);

	try {
		for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
			if (!(url instanceof URL)) return new VerifikProblem(addressRefused(url));
			const options: IHttpRequestOptions = {
				method: 'GET',
				url: url.href,
				encoding: 'stream',
				timeout: settings.timeout,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				abortSignal,
			};
			const answer: IN8nHttpFullResponse = await helpers.httpRequest(options);
			const body = answer.body as unknown as AsyncIterable<Buffer> & { destroy(): void };
			const { statusCode, headers } = answer;

			if (statusCode === 200) return await readBody(body, maxSize);
			body.destroy();
			const { location } = headers;
			if (statusCode < 300 || statusCode >= 400 || typeof location !== 'string') {
				return new VerifikProblem(statusRefused(url.host, statusCode));
			}
			url = judgeAddress(location, hosts, url);
		}
		return new VerifikProblem(failed('It was redirected too often.'));
	} catch (error) {
		if (signal?.aborted) return new VerifikProblem(cancelled());
		const why = deadline.aborted
			? `It took more than ${settings.timeout / 1000} s. Raise Timeout in Options.`
			: `The connection failed (${reasonOf(error)}).`;
		return new VerifikProblem({ ...failed(why), isTemporary: true });
	}
}

async function readBody(
	body: AsyncIterable<Buffer>,
	maxSize: number,
): Promise<{ body: Buffer } | VerifikProblem> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of body) {
		size += chunk.length;
		// leaving the loop ends the download
		if (size > maxSize) return new VerifikProblem(tooLarge(maxSize));
		chunks.push(chunk);
	}
	return { body: Buffer.concat(chunks) };
}

/** The address itself is not shown: whoever has it can look at the photo. */
function failed(why: string): Problem {
	return { message: 'The stored image could not be downloaded', description: why };
}

function statusRefused(host: string, statusCode: number): Problem {
	return {
		...failed(`${host} answered with status ${statusCode}.`),
		httpCode: String(statusCode),
		isTemporary: statusCode === 429 || statusCode >= 500,
	};
}

function tooLarge(maxSize: number): Problem {
	return {
		message: `The stored image is larger than ${formatMegabytes(maxSize)}`,
		description: 'Raise Max Image Size in Options if this n8n has the memory for it.',
	};
}

function addressRefused(refusal: AddressRefusal): Problem {
	const reasons = {
		'not an address': 'The record has no usable address of an image.',
		'not https': 'The address does not begin with https.',
		'host not allowed':
			"It is on a host that is neither Verifik's nor that of Base URL. If you trust it, add it to Allowed Image Hosts in Options.",
	};
	return {
		message: 'The address of the stored image is not allowed',
		description: reasons[refusal],
		cause: 'configuration-invalid',
	};
}
