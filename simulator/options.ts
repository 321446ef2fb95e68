import type { Formula } from './checks';
import type { Envelope } from './envelope';
import type { ListLies } from './lies';
import type { Latency } from './pace';
import type { Quota } from './quotas';
import { tokenOfMode } from './tokens';

export interface SimulatorOptions {
	/** Records at the start, the documented one among them. Default 1000. */
	count?: number;
	/** Default 1. The same seed and count always give the same records. */
	seed?: number;
	/** Default 0: any free port. */
	port?: number;
	/** The accepted token, besides those of `simulatorToken`. Default `SIMULATOR_TOKEN`. */
	token?: string;
	/** What its own token says of the mode of the account: Verifik's "simulator" or "production". Default: nothing. */
	mode?: string;
	/** How long every request but a POST takes, in ms; a range is drawn from the seed. Default 0. */
	latency?: Latency;
	/** How long the checks of a POST take, in ms. Default 0; the real API takes 5–35 s. */
	createLatency?: Latency;
	/** Default 100. */
	maxPageSize?: number;
	/** In what a page comes. Default `paged`. */
	envelope?: Envelope;
	/** Every page is the first. Default false. */
	ignorePage?: boolean;
	/** `whereGTE_createdAt` and `whereLTE_createdAt` filter nothing. Default false. */
	ignoreFilters?: boolean;
	/** Share of the records (0–1) without a usable `aggregatedScore`. Default 0. */
	withoutScore?: number;
	/** How scores come from the checks that ran: as in 2025, either of two. Default: neither. */
	formula?: Formula;
	/** Share of the records (0–1) in which a check timed out, so that its number and the score are −999999. */
	timedOut?: number;
	/** After every so many list requests, so many records arrive. Default: none. */
	drift?: { every: number; records: number };
	/** After every so many list requests, so many of the oldest records are gone. Default: none. */
	retention?: { every: number; records: number };
	/** Requests admitted per second; the others are answered 429. Default: all. */
	throttle?: number;
	/** How many records arrive per second of real time, while the simulator runs. Default 0. */
	arrivalsPerSecond?: number | undefined;
	/** Requests to `/v2/…` have to be within all of them. Default: none. */
	quotas?: Quota | Quota[];
	/** How the list contradicts itself. Default: not at all. */
	lies?: ListLies;
	/** Stops the clock that gives POSTed records their `createdAt`. */
	now?: Date;
}

/** The options with every default filled in. */
export type Settings = ReturnType<typeof withDefaults>;

export function withDefaults(options: SimulatorOptions) {
	return {
		count: options.count ?? 1000,
		seed: options.seed ?? 1,
		port: options.port ?? 0,
		token: options.token ?? tokenOfMode(options.mode),
		latency: options.latency ?? 0,
		createLatency: options.createLatency ?? 0,
		maxPageSize: options.maxPageSize ?? 100,
		envelope: options.envelope ?? 'paged',
		ignorePage: options.ignorePage ?? false,
		ignoreFilters: options.ignoreFilters ?? false,
		withoutScore: options.withoutScore ?? 0,
		formula: options.formula,
		timedOut: options.timedOut ?? 0,
		throttle: options.throttle ?? Infinity,
		drift: options.drift,
		retention: options.retention,
		arrivalsPerSecond: options.arrivalsPerSecond ?? 0,
		quotas: [options.quotas ?? []].flat(),
		lies: options.lies ?? {},
		now: options.now,
	};
}
