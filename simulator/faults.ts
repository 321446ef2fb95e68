/** One thing that goes wrong, and for which requests. */
export type Fault = FaultTarget & FaultKind;

export interface FaultTarget {
	/** Only list requests for this page. Default: any request. */
	page?: number | undefined;
	/** Only requests whose path starts so, `/images/` say. Default: any request. */
	path?: string;
	/** How many requests it strikes before it is used up. Default 1. */
	times?: number | undefined;
	/** How many requests that it is meant for it lets pass before it strikes. Default 0. */
	skip?: number;
	/** Strikes a POST once its checks are done and charged, and nothing else. Default false. */
	afterCharge?: boolean;
}

export type FaultKind =
	/** That status; the body is the one Verifik documents for it unless given. */
	| { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
	/** The connection is closed before any answer. */
	| { kind: 'drop' }
	/** The connection is closed halfway through the body. */
	| { kind: 'cut' }
	/** A complete answer whose JSON stops halfway. */
	| { kind: 'truncate' }
	/** No answer, ever. */
	| { kind: 'hang' }
	/** 302 to that location. */
	| { kind: 'redirect'; location: string }
	/** 200 with a web page, as a wrong base URL would give. */
	| { kind: 'html' }
	/** 200 with that body as JSON: `{ success: false, data: [] }`, `{ data: {} }`. */
	| { kind: 'body'; body: unknown }
	/** A page without records, counted as usual. */
	| { kind: 'empty' }
	/** A page with the records of the page before it, under its own number. */
	| { kind: 'repeat' }
	/** A page with the records of page 1, under its own number. */
	| { kind: 'first' }
	/** Get by id answers with another record than the one asked for. */
	| { kind: 'another' }
	/**
	 * Headers at once, then the body so many bytes at a time (default 64), the first of them after
	 * `intervalMs`: so it takes at least `(length / bytes) * intervalMs`.
	 */
	| { kind: 'dribble'; intervalMs: number; bytes?: number }
	/** That status (default 200) and the beginning of a body that never ends. */
	| { kind: 'endless'; status?: number; headers?: Record<string, string> };

/** What a fault can be meant for. */
export interface FaultMoment {
	path: string;
	/** Of a request for a page of the list. */
	page: number | undefined;
	/** Whether one record is asked for by its id. */
	isGet: boolean;
	/** Whether the checks of a POST have just been done and charged. */
	afterCharge: boolean;
}

/** The faults that wait for a request, oldest first. */
export class FaultQueue {
	private waiting: Array<{ fault: Fault; skip: number; left: number; hasStruck: boolean }> = [];

	add(fault: Fault): void {
		const { skip = 0, times = 1 } = fault;
		this.waiting.push({ fault, skip, left: times, hasStruck: false });
	}

	/** Takes the oldest fault meant for this moment, if there is one. */
	take(moment: FaultMoment): Fault | undefined {
		const found = this.waiting.find(
			(entry) => isMeantFor(entry.fault, moment) && entry.skip-- <= 0,
		);
		if (!found) return undefined;
		found.left -= 1;
		found.hasStruck = true;
		if (found.left <= 0) this.waiting = this.waiting.filter((entry) => entry !== found);
		return found.fault;
	}

	/**
	 * The faults that have not struck as often as they should, each with the `times` that are left.
	 * One that strikes for good (`times: Infinity`) is there until its first strike.
	 */
	get pending(): Fault[] {
		return this.waiting
			.filter(({ left, hasStruck }) => left !== Infinity || !hasStruck)
			.map(({ fault, skip, left }) => ({
				...fault,
				times: left,
				...(fault.skip === undefined ? {} : { skip: Math.max(0, skip) }),
			}));
	}

	clear(): void {
		this.waiting = [];
	}
}

function isMeantFor(fault: Fault, { path, page, isGet, afterCharge }: FaultMoment): boolean {
	if (isListFault(fault) && page === undefined) return false;
	if (fault.kind === 'another' && !isGet) return false;
	return (
		(fault.afterCharge ?? false) === afterCharge &&
		(fault.page === undefined || fault.page === page) &&
		(fault.path === undefined || path.startsWith(fault.path))
	);
}

/** Whether it changes which records a page has. */
function isListFault({ kind }: Fault): boolean {
	return kind === 'empty' || kind === 'repeat' || kind === 'first';
}
