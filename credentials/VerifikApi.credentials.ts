import {
	UserError,
	type ICredentialDataDecryptedObject,
	type ICredentialTestRequest,
	type ICredentialType,
	type Icon,
	type IHttpRequestOptions,
	type INodeProperties,
} from 'n8n-workflow';

import { cleanBaseUrl, cleanToken, isSameOrigin } from '../nodes/verifik/api/credential';
import type { ErrorKind } from '../nodes/verifik/api/errors/catalog';
import { kindOfStatus } from '../nodes/verifik/api/errors/fromAnswer';
import { verifikError } from '../nodes/verifik/api/errors/VerifikError';
import {
	DOCUMENT_LIVENESS,
	DOCUMENT_LIVENESS_PATH,
} from '../nodes/verifik/documentLiveness/resource';

/** All that n8n is to take for a failure by its status. A 403 is told apart by its body instead. */
const FAILURE_STATUSES = Array.from({ length: 300 }, (_, index) => 300 + index).filter(
	(status) => status !== 403,
);

/** Where Verifik's words may be. */
const WORDS = ['message', 'error', 'code'];

/** `insufficient_credits` and the other documented spellings; n8n compares them letter by letter. */
const NO_CREDITS = [
	'insufficient_credits',
	'INSUFFICIENT_CREDITS',
	'Insufficient credits',
	'You do not have enought credits',
	'You do not have enough credits',
	'not enough credits',
	'Not enough credits',
	'Créditos insuficientes',
	'PAYMENT_REQUIRED',
	'payment_required',
];

/** What servers say in a 403 or a 200 that is a throttle. */
const THROTTLED = [
	'TooManyRequests',
	'BandwidthLimitExceeded',
	'Rate limit exceeded for minute',
	'Rate limit exceeded for hour',
	'Rate limit exceeded',
	'Too many requests',
	'Too many requests. Please try again later.',
];

export class VerifikApi implements ICredentialType {
	name = 'verifikApi';

	displayName = 'Verifik API';

	icon: Icon = { light: 'file:../icons/verifik.svg', dark: 'file:../icons/verifik.dark.svg' };

	documentationUrl = 'https://docs.verifik.co';

	properties: INodeProperties[] = [
		{
			displayName:
				"Create the token in Verifik's client panel. It lasts 30 days unless it was issued for longer: Verifik Document Liveness Trigger can tell you before it expires.",
			name: 'aboutNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9…',
			description: 'With or without "Bearer" in front of it',
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.verifik.co',
			required: true,
			placeholder: 'e.g. https://api.verifik.co',
			description: 'Where the API is. The token is sent there and nowhere else.',
		},
	];

	/** One record of the list, which is free of charge, and what the nodes need to be able to read. */
	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ String($credentials.baseUrl ?? "").trim().replace(/\\/{1,20}$/, "") }}',
			url: DOCUMENT_LIVENESS_PATH,
			qs: { page: 1, perPage: 1, limit: 1 },
			json: true,
			ignoreHttpStatusErrors: { ignore: true, except: FAILURE_STATUSES },
		},
		// n8n takes rules of both kinds together, but its type has them in separate lists
		rules: [
			// for every one: n8n would show the server's own words instead
			...FAILURE_STATUSES.map(failedStatus),
			// older n8n (2.8 still) takes no status for a failure, so the same is told by the body there
			...bodyWith(['message', 'error'], ['expired_token', 'token_expired'], 'tokenExpired'),
			...bodyWith(WORDS, NO_CREDITS, 'noCredits'),
			...bodyWith(
				['error'],
				['Protected resource, use Authorization header to get access'],
				'tokenNotAccepted',
			),
			...bodyWith(['code'], ['Unauthorized'], 'tokenNotAccepted'),
			...bodyWith(WORDS, THROTTLED, 'throttled'),
			...bodyWith(['code'], ['Forbidden', 'FORBIDDEN'], 'noAccess'),
			...bodyWith(['success'], [false], 'saidNo'),
			...bodyWith(['statusCode'], [500, 502, 503, 504], 'serverFault'),
			...bodyWith(['data'], [undefined, null], 'notVerifik'),
		] as NonNullable<ICredentialTestRequest['rules']>,
	};

	/**
	 * Adds the token to a request, unless the request goes to another host than the base URL's:
	 * who may use this credential, say in n8n's HTTP Request node, must not be able to have the
	 * token sent to a server of their own. So no redirect is followed either (n8n would take the
	 * token along), and the request may bring neither a proxy nor a Host header of its own.
	 *
	 * A function, since n8n would evaluate an expression anew for each of a hundred pages.
	 *
	 * @throws {UserError}
	 */
	async authenticate(
		credential: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const token = cleanToken(credential.accessToken);
		if (token === '') throw new UserError(messageOf('noAccessToken'));
		const baseUrl = cleanBaseUrl(credential.baseUrl);
		if (baseUrl === undefined) throw new UserError(messageOf('noBaseUrl'));
		if (!isSameOrigin(urlOf(requestOptions), baseUrl)) {
			throw new UserError(`The Verifik access token is sent to ${baseUrl} only`);
		}
		if (requestOptions.proxy || namesHost(requestOptions)) {
			throw new UserError(
				'The Verifik access token is not sent through a proxy or with a Host header of the request',
			);
		}
		return {
			...requestOptions,
			disableFollowRedirect: true,
			// what n8n's older request helper understands
			maxRedirects: 0,
			headers: { ...requestOptions.headers, Authorization: `Bearer ${token}` },
		};
	}
}

/** Where a request goes. n8n's older request helper, which some nodes use, says `uri`. */
function urlOf({ baseURL, url, uri = '' }: { baseURL?: string; url?: string; uri?: string }) {
	const target = url ?? uri;
	const isAbsolute = /^([a-z][a-z\d+.-]*:)?\/\//i.test(target);
	return isAbsolute || baseURL === undefined ? target : `${baseURL}/${target}`;
}

/** A Host header leads to another server where several share one address. */
function namesHost({ headers = {} }: IHttpRequestOptions): boolean {
	return Object.keys(headers).some((name) => name.toLowerCase() === 'host');
}

function messageOf(kind: ErrorKind): string {
	return verifikError(kind, { noun: DOCUMENT_LIVENESS }).message;
}

/** What whoever fills in the credential can do something about, there and then. */
const REMEDIABLE: ErrorKind[] = [
	'tokenNotAccepted',
	'tokenExpired',
	'noCredits',
	'noAccess',
	'notVerifik',
];

/** What is wrong, and what to do: the test of a credential shows one text, and no more. */
function explanationOf(kind: ErrorKind): string {
	const { message, description } = verifikError(kind, { noun: DOCUMENT_LIVENESS });
	return REMEDIABLE.includes(kind) ? `${message}. ${description}` : message;
}

function failedStatus(value: number) {
	const message = explanationOf(kindOfStatus(value) ?? 'refused');
	return { type: 'responseCode', properties: { value, message } };
}

/** A rule for every key with every value. */
function bodyWith(
	keys: string[],
	values: ReadonlyArray<string | number | boolean | null | undefined>,
	kind: ErrorKind,
) {
	const message = explanationOf(kind);
	return keys.flatMap((key) =>
		values.map((value) => ({ type: 'responseSuccessBody', properties: { key, value, message } })),
	);
}
