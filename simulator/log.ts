/** What the simulator remembers of a request. Never the token. */
export interface SimulatorRequest {
	method: string;
	/** Without the query. */
	path: string;
	query: Record<string, string | string[]>;
	/** The page asked for, of list requests that ask for one. */
	page?: number | undefined;
	/** Null as long as there is no answer, and for good when the connection was dropped. */
	status: number | null;
	/** Whether an Authorization header came along. */
	hasToken: boolean;
	/** ms since 1970. */
	startedAt: number;
	/** Whether the client closed the connection before the whole answer was on its way. */
	closedEarly: boolean;
}

/** Requests in the order in which they came, and how many were under way at once. */
export class RequestLog {
	readonly requests: SimulatorRequest[] = [];
	maxInFlight = 0;
	private readonly inFlight = new Set<SimulatorRequest>();

	start(request: SimulatorRequest): void {
		this.requests.push(request);
		this.inFlight.add(request);
		this.maxInFlight = Math.max(this.maxInFlight, this.inFlight.size);
	}

	/** May be told more than once of the same request. */
	end(request: SimulatorRequest): void {
		this.inFlight.delete(request);
	}

	/** Forgets everything but the requests still under way. */
	clear(): void {
		this.requests.length = 0;
		this.maxInFlight = this.inFlight.size;
	}
}
