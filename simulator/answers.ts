import documented from './documented/errors.json';
import created from './documented/create.200.json';
import badImage from './documented/create.400.json';
import noCheck from './documented/create.409.json';
import tooLarge from './documented/create.413.json';

/** A status with the body that Verifik documents for it. */
export interface Refusal {
	status: number;
	body: unknown;
}

export const REFUSALS = {
	tokenRefused: documentedWith(401, 'Protected resource, use Authorization header to get access'),
	tokenExpired: documentedWith(403, 'expired_token'),
	recordNotFound: documentedWith(404, 'Record not found.'),
	throttled: documentedWith(429, 'Too many requests. Please try again later.'),
	serverError: documentedWith(500, 'Server error.'),
	badRequest: documentedWith(400, 'Invalid query parameters'),
	badImage: { status: 400, body: badImage },
	noCheckSelected: { status: 409, body: noCheck },
	imageTooLarge: { status: 413, body: tooLarge },
} satisfies Record<string, Refusal>;

/** Thrown by a handler to answer with a refusal. */
export class Refused extends Error {
	constructor(readonly refusal: Refusal) {
		super(`Refused with status ${refusal.status}`);
	}
}

/** What Verifik adds to some answers. */
export const SIGNATURE = created.signature;

/** A parameter error. Verifik answers those with 409, not with 400. */
export function parameterRefusal(problem: string): Refusal {
	return { status: 409, body: { code: 'MissingParameter', message: `${problem}\n` } };
}

/**
 * The documented body of a status: the first one, but for 409 the outage, since its parameter
 * errors do not come and go. A status that Verifik does not document gets that of a 500.
 */
export function documentedBody(status: number): unknown {
	if (status === 204) return undefined;
	if (status === 409) return documentedWith(409, 'Endpoint_out_of_service').body;
	const found = documented.find((error) => error.status === status);
	return found?.body ?? REFUSALS.serverError.body;
}

function documentedWith(status: number, text: string): Refusal {
	const found = documented.find(
		({ status: its, body }) => its === status && Object.values(body).includes(text),
	);
	if (!found) throw new Error(`errors.json has no ${status} "${text}"`);
	return found;
}
