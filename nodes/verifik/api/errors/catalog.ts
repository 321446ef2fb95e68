import { formatDate } from '../../dates';
import {
	addressOf,
	answeredWith,
	because,
	capitalize,
	checkBaseUrl,
	nameOf,
	SET_BASE_URL,
	whoElseAnswers,
} from './advice';
import type { ErrorEntry, FailureFacts } from './failure';

/** What passes by itself; of a POST it is then not known whether it was carried out. */
const PASSES = { cause: 'temporarily-unavailable' } as const;
const PASSES_UNCERTAIN = { ...PASSES, mayHaveArrived: true } as const;
const TRY_LATER = 'Try again in a few minutes.';
const REPORT = 'If it keeps happening, report it to the maintainers of this node.';
/** What somebody has to set right before any request can succeed. */
const SETTING = { cause: 'configuration-invalid', concernsAccount: true } as const;
const TOKEN = {
	advice:
		"Create a new token in Verifik's client panel and paste it into the Verifik API credential. A token lasts 30 days unless it was issued for longer.",
	cause: 'credential-invalid',
	concernsAccount: true,
} as const;
/** A download's reason is told by whoever downloads. */
const NOT_DOWNLOADED = {
	message: 'The stored image could not be downloaded',
	advice: ({ reason = TRY_LATER }: FailureFacts) => reason,
};

/**
 * Everything that can go wrong between this n8n and Verifik, and all that follows from it. A cause
 * is true: what does not pass by itself is not called temporary.
 */
export const CATALOG = {
	// what Verifik answers
	throttled: {
		message: 'Verifik is receiving too many requests',
		advice: ({ reason = '' }) =>
			`${reason}Run the workflow again later, raise Max Wait for Quota in Options, or ask Verifik for a higher quota. To get a long list in parts, use Created Before.`,
		cause: 'rate-limited',
	},
	outOfService: {
		message: (facts) => `${capitalize(nameOf(facts))} is out of service at Verifik`,
		...PASSES,
		advice: TRY_LATER,
	},
	serverFault: {
		message: 'Verifik cannot answer right now',
		// a 500 may be about the image: "Face is too small"
		advice: (facts) =>
			`${answeredWith(facts)}${facts.statusCode === 500 && facts.words ? "If Verifik's words below name something you can fix, fix it. If not, try again in a few minutes." : TRY_LATER}`,
		isQuoted: true,
		...PASSES_UNCERTAIN,
	},
	notInTime: {
		message: 'Verifik did not finish in time',
		advice: (facts) => `${answeredWith(facts)}${TRY_LATER}`,
		isQuoted: true,
		...PASSES_UNCERTAIN,
	},
	tokenNotAccepted: { message: 'Verifik did not accept the access token', ...TOKEN },
	tokenExpired: {
		message: ({ tokenExpiry }) =>
			`The Verifik access token ${tokenExpiry ? `expired on ${formatDate(tokenExpiry)}` : 'has expired'}`,
		...TOKEN,
	},
	noCredits: {
		message: 'The Verifik account has no credits left',
		advice: "Top up the account in Verifik's client panel.",
		cause: 'quota-exhausted',
		concernsAccount: true,
	},
	noAccess: {
		message: (facts) => `This Verifik account may not use ${nameOf(facts)}`,
		advice: (facts) =>
			`Ask Verifik to enable ${nameOf(facts)} for the account that the token belongs to.`,
		isQuoted: true,
		...SETTING,
	},
	// Verifik answers 404 for an unknown id and for another account's record alike
	noSuchRecord: {
		message: ({ recordId }) =>
			`Verifik has no ${recordId === undefined ? 'such record' : `record with the ID "${recordId}"`}`,
		advice: 'Check the ID. Only records of the account that the token belongs to can be read.',
	},
	anotherRecord: {
		message: 'Verifik returned a different record',
		advice: ({ recordId }) =>
			`${recordId === undefined ? 'The' : `"${recordId}" was asked for, and the`} answer was not used. Check the ID. ${REPORT}`,
	},
	tooLarge: {
		message: 'What was sent is too large for Verifik',
		advice: 'Send a smaller file: an image with fewer pixels or stronger compression.',
		isQuoted: true,
	},
	refused: {
		message: 'Verifik refused the request',
		advice: (facts) => `${answeredWith(facts)}Check the parameters of this node.`,
		isQuoted: true,
		cause: 'configuration-invalid',
	},
	saidNo: {
		message: 'Verifik turned the request down',
		advice: ({ words }) =>
			`${words ? '' : 'It gives no reason. '}Check the parameters of this node.${words ? '' : ` ${REPORT}`}`,
		isQuoted: true,
		mayHaveArrived: true,
	},
	notVerifik: {
		message: "Something other than Verifik's API answered",
		advice: (facts) =>
			`${capitalize(addressOf(facts))} answered with ${facts.received ?? 'something else'}. ${checkBaseUrl(facts)}${whoElseAnswers(facts)}`,
		...SETTING,
	},
	cutOff: {
		message: "Verifik's answer was cut off",
		advice: `The connection ended in the middle of it. ${TRY_LATER}`,
		...PASSES_UNCERTAIN,
	},
	notJson: {
		message: "Verifik's answer is not valid JSON",
		advice: `Check that Base URL in the Verifik API credential is https://api.verifik.co. ${REPORT}`,
		mayHaveArrived: true,
	},
	notUnderstood: {
		message: "Verifik's answer could not be understood",
		advice: ({ noun, received = 'something else' }) =>
			`Expected ${noun ? `${noun} ` : ''}records, but got ${received}. ${REPORT}`,
		mayHaveArrived: true,
	},
	incomplete: {
		message: 'Verifik returned fewer records than it counts',
		advice:
			'Run the node again. To continue with the records that came, set When Results Are Incomplete to Return What Came in Options.',
	},

	// no answer at all
	timedOut: {
		message: ({ timeoutMs }) =>
			`Verifik did not answer ${timeoutMs ? `within ${timeoutMs / 1000} s` : 'in time'}`,
		advice: 'Raise Timeout in Options, or try again in a few minutes.',
		...PASSES_UNCERTAIN,
	},
	unreachable: {
		message: 'Verifik could not be reached',
		advice: (facts) =>
			`No connection to ${addressOf(facts)}${because(facts)}. Check Base URL in the Verifik API credential, and that this n8n may open connections to it.`,
		...PASSES_UNCERTAIN,
	},
	unknownHost: {
		message: 'The Base URL leads to a host that does not exist',
		advice: (facts) =>
			`The name in ${addressOf(facts)} could not be looked up${because(facts)}. ${checkBaseUrl(facts)}Have the DNS of this n8n's network checked.`,
		...SETTING,
	},
	badCertificate: {
		message: "Verifik's certificate was not accepted",
		advice: (facts) =>
			`The connection to ${addressOf(facts)} is not trusted${because(facts)}. If your network inspects TLS, ask whoever runs this n8n to set NODE_EXTRA_CA_CERTS to the file with the network's own certificate. If not, check Base URL in the Verifik API credential, and the clock of this n8n.`,
		...SETTING,
	},
	notSecure: {
		message: 'No secure connection to Verifik is possible',
		advice: (facts) =>
			`This n8n and ${addressOf(facts)} could not agree on a secure connection${because(facts)}. ${checkBaseUrl(facts)}Ask whoever runs this n8n whether something in its network ends the connection.`,
		...SETTING,
	},
	impossibleAddress: {
		message: 'The Base URL is not an address that can be connected to',
		advice: (facts) => `It is ${addressOf(facts)}${because(facts)}. ${SET_BASE_URL}`,
		...SETTING,
	},
	blocked: {
		message: 'This n8n may not connect to Verifik',
		advice: (facts) =>
			`Connections to ${addressOf(facts)} are blocked${because(facts)}. Check Base URL in the Verifik API credential. If it is right, ask whoever runs this n8n to allow them.`,
		...SETTING,
	},

	// nothing was sent
	// n8n takes an error with this word in it for a cancellation, not for a failure
	cancelled: {
		message: 'The execution was canceled',
		advice: 'Requests in progress were dropped.',
	},
	noAccessToken: { message: 'The Verifik API credential has no access token', ...TOKEN },
	noBaseUrl: {
		message: 'The Base URL in the Verifik API credential is not an address',
		advice: SET_BASE_URL,
		...SETTING,
	},

	// files, and whatever else has words of its own: see `withWords`
	addressNotAllowed: {
		message: 'The address of the stored image is not allowed',
		advice: ({ reason = 'Add its host to Allowed Image Hosts in Options.' }) => reason,
		cause: 'configuration-invalid',
	},
	downloadRefused: NOT_DOWNLOADED,
	downloadFailed: { ...NOT_DOWNLOADED, ...PASSES },
	unusable: { message: 'What was found cannot be used', advice: 'Check the input of this node.' },
} satisfies Record<string, ErrorEntry>;

export type ErrorKind = keyof typeof CATALOG;
