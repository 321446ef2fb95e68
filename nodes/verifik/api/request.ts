import type {
	IDataObject,
	IExecuteFunctions,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

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
	/** No wait may end after this, by `Clock.elapsedMs`: a poll has a budget. */
	waitUntilMs?: number;
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
	/** Makes the JSON of a POST, when its turn has come: it may be large. A request without is a GET. */
	body?: () => Promise<Buffer>;
	/** Called as a POST leaves; what it throws keeps it from being sent. */
	onSent?: (() => void) | undefined;
}
