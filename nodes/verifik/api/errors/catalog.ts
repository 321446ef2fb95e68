import { formatDate } from '../../dates';
import { addressOf, answeredWith, because, capitalized, nameOf, type Kind } from './kind';

const CREATE_TOKEN =
	"Create a new token in Verifik's client panel and paste it into the Verifik API credential. A token lasts 30 days unless it was issued for longer.";
const SET_BASE_URL =
	'Open the Verifik API credential and set Base URL to https://api.verifik.co, without a path.';
const TRY_LATER = 'Try again in a few minutes.';
const REPORT = 'If it keeps happening, report it to the maintainers of this node.';

/**
 * Everything that can go wrong between this n8n and Verifik, and all that follows from it. A cause
 * is true: what does not pass by itself is not called temporary.
 */
export const CATALOG = {
	// what Verifik answers
	throttled: {
		message: 'Verifik is receiving too many requests',
		advice:
			'Run the workflow less often, raise Max Wait for Quota in Options, or ask Verifik for a higher quota.',
		isQuoted: true,
		cause: 'rate-limited',
		retry: 'afterThrottle',
	},
	// the same, when it was waited for in vain
	stillThrottled: {
		message: 'Verifik is receiving too many requests',
		advice:
			'Run the workflow again later, raise Max Wait for Quota in Options, or ask Verifik for a higher quota.',
		cause: 'rate-limited',
	},
	outOfService: {
		message: (details) => `${capitalized(nameOf(details))} is out of service at Verifik`,
		advice: TRY_LATER,
		cause: 'temporarily-unavailable',
		retry: 'later',
	},
	serverFault: {
		message: 'Verifik cannot answer right now',
		// a 500 may be about the image: "Face is too small"
		advice: (details) =>
			details.statusCode === 500 && details.words
				? `${answeredWith(details)}If Verifik's words below name something you can fix, fix it. If not, try again in a few minutes.`
				: `${answeredWith(details)}${TRY_LATER}`,
		isQuoted: true,
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	notInTime: {
		message: 'Verifik did not finish in time',
		advice: (details) => `${answeredWith(details)}${TRY_LATER}`,
		isQuoted: true,
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	tokenNotAccepted: {
		message: 'Verifik did not accept the access token',
		advice: CREATE_TOKEN,
		cause: 'credential-invalid',
		concernsAccount: true,
	},
	tokenExpired: {
		message: ({ expiry }) =>
			expiry === undefined
				? 'The Verifik access token has expired'
				: `The Verifik access token expired on ${formatDate(expiry)}`,
		advice: CREATE_TOKEN,
		cause: 'credential-invalid',
		concernsAccount: true,
	},
	noCredits: {
		message: 'The Verifik account has no credits left',
		advice: "Top up the account in Verifik's client panel.",
		cause: 'quota-exhausted',
		concernsAccount: true,
	},
	noAccess: {
		message: (details) => `This Verifik account may not use ${nameOf(details)}`,
		advice: (details) =>
			`Ask Verifik to enable ${nameOf(details)} for the account that the token belongs to.`,
		isQuoted: true,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	// Verifik answers 404 for an unknown id and for another account's record alike
	noSuchRecord: {
		message: ({ recordId }) =>
			recordId === undefined
				? 'Verifik has no such record'
				: `Verifik has no record with the ID "${recordId}"`,
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
		advice: (details) => `${answeredWith(details)}Check the parameters of this node.`,
		isQuoted: true,
		cause: 'configuration-invalid',
	},
	saidNo: {
		message: 'Verifik turned the request down',
		advice: ({ words }) =>
			words
				? 'Check the parameters of this node.'
				: `It gives no reason. Check the parameters of this node. ${REPORT}`,
		isQuoted: true,
		mayHaveArrived: true,
	},
	wrongBaseUrl: {
		message: "The Base URL does not lead to Verifik's API",
		advice: (details) =>
			`${capitalized(addressOf(details))} answered with ${details.received ?? 'something else'}. ${SET_BASE_URL}`,
		cause: 'configuration-invalid',
	},
	cutOff: {
		message: "Verifik's answer was cut off",
		advice: `The connection ended in the middle of it. ${TRY_LATER}`,
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	notJson: {
		message: "Verifik's answer is not valid JSON",
		advice: `Check that Base URL in the Verifik API credential is https://api.verifik.co. ${REPORT}`,
		mayHaveArrived: true,
	},
	notUnderstood: {
		message: "Verifik's answer could not be understood",
		advice: ({ noun, received = 'something else' }) =>
			`Expected ${noun === undefined ? 'records' : `${noun} records`}, but got ${received}. ${REPORT}`,
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
			timeoutMs === undefined
				? 'Verifik did not answer in time'
				: `Verifik did not answer within ${timeoutMs / 1000} s`,
		advice: 'Raise Timeout in Options, or try again in a few minutes.',
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	unreachable: {
		message: 'Verifik could not be reached',
		advice: (details) =>
			`No connection to ${addressOf(details)}${because(details)}. Check Base URL in the Verifik API credential, and that this n8n may open connections to it.`,
		cause: 'temporarily-unavailable',
		retry: 'later',
		mayHaveArrived: true,
	},
	unknownHost: {
		message: 'The Base URL leads to a host that does not exist',
		advice: (details) =>
			`The name in ${addressOf(details)} could not be looked up${because(details)}. ${SET_BASE_URL} If it is right, have the DNS of this n8n's network checked.`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	badCertificate: {
		message: "Verifik's certificate was not accepted",
		advice: (details) =>
			`The connection to ${addressOf(details)} is not trusted${because(details)}. If your network inspects TLS, ask whoever runs this n8n to set NODE_EXTRA_CA_CERTS to the file with the network's own certificate. If not, check Base URL in the Verifik API credential, and the clock of this n8n.`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	notSecure: {
		message: 'No secure connection to Verifik is possible',
		advice: (details) =>
			`This n8n and ${addressOf(details)} could not agree on a secure connection${because(details)}. ${SET_BASE_URL}`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	impossibleAddress: {
		message: 'The Base URL is not an address that can be connected to',
		advice: (details) => `It is ${addressOf(details)}${because(details)}. ${SET_BASE_URL}`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},
	blocked: {
		message: 'This n8n may not connect to Verifik',
		advice: (details) =>
			`Connections to ${addressOf(details)} are blocked${because(details)}. Check Base URL in the Verifik API credential. If it is right, ask whoever runs this n8n to allow them.`,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},

	// nothing was sent
	// n8n takes an error with this word in it for a cancellation, not for a failure
	cancelled: {
		message: 'The execution was canceled',
		advice: 'Requests in progress were dropped.',
	},
	noAccessToken: {
		message: 'The Verifik API credential has no access token',
		advice: CREATE_TOKEN,
		cause: 'credential-invalid',
		concernsAccount: true,
	},
	noBaseUrl: {
		message: 'The Base URL in the Verifik API credential is not an address',
		advice: SET_BASE_URL,
		cause: 'configuration-invalid',
		concernsAccount: true,
	},

	// files, and whatever else has words of its own: see `withWords`
	addressNotAllowed: {
		message: 'The address of the file is not allowed',
		advice: 'Add its host to Allowed Image Hosts in Options, if you trust it.',
		cause: 'configuration-invalid',
	},
	downloadRefused: {
		message: 'The file could not be downloaded',
		advice: 'Check that it is still there.',
	},
	downloadFailed: {
		message: 'The file could not be downloaded',
		advice: TRY_LATER,
		cause: 'temporarily-unavailable',
		retry: 'later',
	},
	unusable: {
		message: 'What was found cannot be used',
		advice: 'Check the input of this node.',
	},
} satisfies Record<string, Kind>;

export type ErrorKind = keyof typeof CATALOG;
