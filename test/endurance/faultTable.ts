import type { Fault, FaultTarget } from '../../sandbox/faults';
import documented from '../fixtures/errors.json';

type WithoutTarget<F> = F extends unknown ? Omit<F, keyof FaultTarget> : never;

type FaultOnPage = WithoutTarget<Fault>;

/** One thing that goes wrong with a page of the list, and what the user is to see of it. */
export interface FaultRow {
	name: string;
	fault: () => FaultOnPage;
	/** Whether the same request may succeed a little later, so that it is sent again. */
	isTemporary: boolean;
	message: string;
}

/** In ms, where no answer comes. The healthy requests must keep to it on a busy machine too. */
export const SHORT_TIMEOUT = 4000;

const CUT_OFF = "Verifik's answer was cut off";
const NOT_IN_TIME = 'Verifik did not finish in time';
const REFUSED = 'Verifik refused the request';
const SERVER_FAULT = 'Verifik has a problem on its side';
export const THROTTLED = 'Verifik is receiving too many requests';
const TOKEN_EXPIRED = 'The Verifik access token has expired';
const TOKEN_NOT_ACCEPTED = 'Verifik did not accept the access token';
const UNREACHABLE = 'Verifik could not be reached';
const WRONG_BASE_URL = "The Base URL does not lead to Verifik's API";

const temporary = (message: string) => ({ isTemporary: true, message });
const permanent = (message: string) => ({ isTemporary: false, message });

/** What the documented errors lead to for the list, by what the documentation says they mean. */
const DOCUMENTED: Record<string, Pick<FaultRow, 'isTemporary' | 'message'>> = {
	'no token, or a token that is not accepted': permanent(TOKEN_NOT_ACCEPTED),
	'token not accepted': permanent(TOKEN_NOT_ACCEPTED),
	'the token has expired': permanent(TOKEN_EXPIRED),
	'the account has no credits left': permanent('The Verifik account has no credits left'),
	'the account may not use this service': permanent(
		'This Verifik account may not use document liveness',
	),
	'no record with that id in this account': permanent(WRONG_BASE_URL),
	'plain text: the route does not exist (wrong base URL)': permanent(WRONG_BASE_URL),
	'parameter validation; Verifik answers 409, not 400': permanent(REFUSED),
	'temporary outage upstream; may be tried again': temporary(
		'Document liveness is out of service at Verifik',
	),
	'parameter validation': permanent(REFUSED),
	throttled: temporary(THROTTLED),
	'throttled; no Retry-After header': temporary(THROTTLED),
	"fault on Verifik's side": temporary(SERVER_FAULT),
	temporary: temporary(NOT_IN_TIME),
};

const documentedRows = documented.map(({ status, body, means }): FaultRow => ({
	name: `${status} ${JSON.stringify(body)}`,
	fault: () => ({ kind: 'status', status, body }),
	...DOCUMENTED[means],
}));

const status = (status: number) => (): FaultOnPage => ({ kind: 'status', status });

const withRetryAfter = (status: number, value: () => string) => (): FaultOnPage => ({
	kind: 'status',
	status,
	headers: { 'retry-after': value() },
});

const inTwoSeconds = () => new Date(Date.now() + 2000).toUTCString();

/** Every kind of fault that the sandbox knows, and every status that is known of the API. */
export const FAULTS: FaultRow[] = [
	// the longest: begun first, so that the others run meanwhile
	{
		name: 'no answer in time',
		fault: () => ({ kind: 'hang' }),
		...temporary(`Verifik did not answer within ${SHORT_TIMEOUT / 1000} s`),
	},
	...documentedRows,
	{ name: '502', fault: status(502), ...temporary(SERVER_FAULT) },
	{ name: '503', fault: status(503), ...temporary(SERVER_FAULT) },
	{ name: '504', fault: status(504), ...temporary(NOT_IN_TIME) },
	{ name: '509', fault: status(509), ...temporary(THROTTLED) },
	{
		name: '429 with Retry-After in seconds',
		fault: withRetryAfter(429, () => '1'),
		...temporary(THROTTLED),
	},
	{
		name: '509 with Retry-After as a date',
		fault: withRetryAfter(509, inTwoSeconds),
		...temporary(THROTTLED),
	},
	{
		name: '503 with Retry-After as a date',
		fault: withRetryAfter(503, inTwoSeconds),
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
		...permanent(WRONG_BASE_URL),
	},
	{ name: 'a web page', fault: () => ({ kind: 'html' }), ...permanent(WRONG_BASE_URL) },
];
