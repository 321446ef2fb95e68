import type { IExecuteFunctions, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import { VerifikClient } from '../../../nodes/verifik/api/client';
import type { RequestSettings } from '../../../nodes/verifik/api/request';
import { Gates } from '../../../nodes/verifik/api/gate';
import { admitAll, type QuotaMeter } from '../../../simulator';
import type { VirtualClock } from './virtualClock';

export const SETTINGS: RequestSettings = {
	concurrency: 4,
	timeoutMs: 30_000,
	maxAttempts: 5,
	maxWaitMs: 10 * 60_000,
};

/** An answer, or what goes wrong instead. */
export type Reply = Partial<IN8nHttpFullResponse> | Error;

export interface Sent {
	atMs: number;
	url: string;
	page: number;
	method: string;
	options: IHttpRequestOptions;
}

/** A list behind quotas, in virtual time, in the place of n8n's request helper. */
export class StandIn {
	readonly sent: Sent[] = [];
	readonly logs: string[] = [];
	refused = 0;
	credentialsRead = 0;
	readonly credentials: unknown[] = [];
	readonly cancel = new AbortController();
	readonly gates: Gates;

	constructor(
		readonly clock: VirtualClock,
		readonly options: {
			pages?: number;
			latencyMs?: number;
			quotas?: QuotaMeter[];
			/** What a refusal has besides its status. */
			refusal?: (waitMs: number) => Partial<IN8nHttpFullResponse>;
			/** What is answered instead, by the number of the request from 0. */
			instead?: (request: Sent, index: number) => Reply | undefined;
		} = {},
	) {
		this.gates = new Gates(clock);
	}

	/** A client of an execution of its own; all share what is learned of the account. */
	client(): VerifikClient {
		const log = (message: string) => void this.logs.push(message);
		const context = {
			getExecutionCancelSignal: () => this.cancel.signal,
			getCredentials: async () => {
				this.credentialsRead++;
				return { accessToken: 'token', baseUrl: 'https://api.verifik.co' };
			},
			logger: { debug: log, info: log, warn: log, error: log },
			helpers: {
				httpRequestWithAuthentication: async (
					_type: string,
					options: IHttpRequestOptions,
					{ credentialsDecrypted }: { credentialsDecrypted: unknown },
				) => {
					this.credentials.push(credentialsDecrypted);
					return await this.answer(options);
				},
			},
		};
		return new VerifikClient(context as unknown as IExecuteFunctions, this.clock, this.gates);
	}

	private async answer(options: IHttpRequestOptions): Promise<IN8nHttpFullResponse> {
		const { pages = 10, latencyMs = 100, quotas = [], refusal = () => ({}) } = this.options;
		const page = Number(options.qs?.page ?? 0);
		const { url, method = 'GET' } = options;
		const sent = { atMs: this.clock.elapsedMs(), url, page, method, options };
		const index = this.sent.push(sent) - 1;
		const signal = options.abortSignal as AbortSignal;
		await this.clock.wait(latencyMs / 2, signal);
		const verdicts = signal.aborted ? [] : admitAll(quotas, this.clock.elapsedMs());
		const instead = this.options.instead?.(sent, index);
		await this.clock.wait(latencyMs / 2, signal);
		if (signal.aborted) throw Object.assign(new Error('canceled'), { code: 'ERR_CANCELED' });
		if (instead instanceof Error) throw instead;
		if (instead) return { statusCode: 200, headers: {}, body: undefined, ...instead };
		const refusing = verdicts.find(({ admitted }) => !admitted);
		if (refusing) {
			this.refused++;
			const body = { code: 'BandwidthLimitExceeded', message: 'Rate limit exceeded' };
			return { statusCode: 509, headers: {}, body, ...refusal(refusing.waitMs) };
		}
		const data = page <= pages ? [{ _id: `record ${page}`, createdAt: '2026-01-01' }] : [];
		const body = { data, total: pages, limit: 1, page, pages };
		return { statusCode: 200, headers: {}, body };
	}
}
