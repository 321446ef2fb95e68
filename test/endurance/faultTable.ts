import type { Fault, FaultTarget } from '../../simulator/faults';
import documented from '../../simulator/documented/errors.json';

type WithoutTarget<F> = F extends unknown ? Omit<F, keyof FaultTarget> : never;

type FaultOnPage = WithoutTarget<Fault>;

/** One thing that goes wrong with a page of the list, and what the user is to see of it. */
export interface FaultRow {
	name: string;
	/** @param seconds in how many it lets requests through, where it names a date */
	fault: (seconds: number) => FaultOnPage;
	/** Whether the same request may succeed a little later, so that it is sent again. */
	isTemporary: boolean;
	message: string;
	/** Whether every other request would fail of it too, so that none is sent. */
	concernsAccount?: true;
	/** Whether it is a throttle that names a date. */
	isDated?: true;
	/**
	 * Whether it says that the quota is by the minute. That is believed: what was served before it is
	 * taken for a whole minute's, so that a real clock takes too long. (`test/unit/api/underQuota.test.ts`
	 * has another one.)
	 */
	namesMinute?: true;
}

/** In ms, where no answer comes. The healthy requests must keep to it on a busy machine too. */
export const SHORT_TIMEOUT = 3000;

const CUT_OFF = "Verifik's answer was cut off";
const NOT_IN_TIME = 'Verifik did not finish in time';
const REFUSED = 'Verifik refused the request';
const SERVER_FAULT = 'Verifik cannot answer right now';
export const THROTTLED = 'Verifik is receiving too many requests';
const TOKEN_EXPIRED = 'The Verifik access token has expired';
const TOKEN_NOT_ACCEPTED = 'Verifik did not accept the access token';
const UNREACHABLE = 'Verifik could not be reached';
const NOT_VERIFIK = "Something other than Verifik's API answered";

const temporary = (message: string) => ({ isTemporary: true, message });
const permanent = (message: string) => ({ isTemporary: false, message });
const ofTheAccount = (message: string) => ({
	...permanent(message),
	concernsAccount: true as const,
});

/** What the documented errors lead to for the list, by what the documentation says they mean. */
const DOCUMENTED: Record<string, Omit<FaultRow, 'name' | 'fault'>> = {
	'no token, or a token that is not accepted': ofTheAccount(TOKEN_NOT_ACCEPTED),
	'token not accepted': ofTheAccount(TOKEN_NOT_ACCEPTED),
	'the token has expired': ofTheAccount(TOKEN_EXPIRED),
	'the account has no credits left': ofTheAccount('The Verifik account has no credits left'),
	'the account may not use this service': ofTheAccount(
		'This Verifik account may not use document liveness',
	),
	'no record with that id in this account': ofTheAccount(NOT_VERIFIK),
	'plain text: the route does not exist (wrong base URL)': ofTheAccount(NOT_VERIFIK),
	'parameter validation; Verifik answers 409, not 400': permanent(REFUSED),
	'temporary outage upstream; may be tried again': temporary(
		'Document liveness is out of service at Verifik',
	),
	'parameter validation': permanent(REFUSED),
	throttled: temporary(THROTTLED),
	'throttled; no Retry-After header': { ...temporary(THROTTLED), namesMinute: true },
	"fault on Verifik's side": temporary(SERVER_FAULT),
	temporary: temporary(NOT_IN_TIME),
};

const documentedRows = documented.map(({ status, body, means }): FaultRow => ({
	name: `${status} ${JSON.stringify(body)}`,
	fault: () => ({ kind: 'status', status, body }),
	...DOCUMENTED[means],
}));

const status = (status: number) => (): FaultOnPage => ({ kind: 'status', status });

const withRetryAfter =
	(status: number, value: (seconds: number) => string) =>
	(seconds: number): FaultOnPage => ({
		kind: 'status',
		status,
		body: { message: 'Too much' },
		headers: { 'retry-after': value(seconds) },
	});

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toUTCString();

/** Every kind of fault that the simulator knows, and every status that is known of the API. */
export const FAULTS: FaultRow[] = [
	{
		name: 'no answer in time',
		fault: () => ({ kind: 'hang' }),
		...temporary(`Verifik did not answer within ${SHORT_TIMEOUT / 1000} s`),
	},
	...documentedRows,
	{ name: '502', fault: status(502), ...temporary(SERVER_FAULT) },
	{ name: '503', fault: status(503), ...temporary(SERVER_FAULT) },
	{ name: '504', fault: status(504), ...temporary(NOT_IN_TIME) },
	{
		name: '509 without a reason',
		fault: () => ({ kind: 'status', status: 509, body: {} }),
		...temporary(THROTTLED),
	},
	{
		name: '403 that is a throttle',
		fault: () => ({ kind: 'status', status: 403, body: { message: 'Rate limit exceeded' } }),
		...temporary(THROTTLED),
	},
	{
		name: '429 with Retry-After in seconds',
		fault: withRetryAfter(429, () => '1'),
		...temporary(THROTTLED),
	},
	{
		name: '509 with Retry-After as a date',
		fault: withRetryAfter(509, inSeconds),
		...temporary(THROTTLED),
		isDated: true,
	},
	{
		name: '503 with Retry-After as a date',
		fault: withRetryAfter(503, inSeconds),
		...temporary(SERVER_FAULT),
	},
	{
		name: '429 with a Retry-After that is no time',
		fault: withRetryAfter(429, () => 'later'),
		...temporary(THROTTLED),
	},
	{ name: 'a dropped connection', fault: () => ({ kind: 'drop' }), ...temporary(UNREACHABLE) },
	{ name: 'a connection cut halfway', fault: () => ({ kind: 'cut' }), ...temporary(CUT_OFF) },
	{
		name: 'half an answer',
		fault: () => ({ kind: 'truncate' }),
		...temporary(CUT_OFF),
	},
	{
		name: 'a redirect',
		fault: () => ({ kind: 'redirect', location: '/v2/elsewhere' }),
		...ofTheAccount(NOT_VERIFIK),
	},
	{ name: 'a web page', fault: () => ({ kind: 'html' }), ...ofTheAccount(NOT_VERIFIK) },
];
