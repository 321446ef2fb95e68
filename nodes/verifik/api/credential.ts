/** Where the list and the single records live, below the base URL. */
export const DOCUMENT_LIVENESS_PATH = '/v2/document-liveness';

/**
 * The token alone, out of what people paste: `Bearer …`, `JWT …`, quotes and white space around
 * it, line breaks within it. White space, quotes and what is not ASCII cannot be part of a token.
 */
export function cleanToken(pasted: unknown): string {
	if (typeof pasted !== 'string') return '';
	return pasted
		.replace(/[^!-~\s]|["'`]/g, '')
		.trim()
		.replace(/^(?:authorization:\s*)?(?:(?:bearer|jwt)(?:\s+|$))*/i, '')
		.replace(/\s/g, '');
}

/**
 * When a token stops working, as it says itself: the claims `expiresAt` (Verifik's own) or `exp`,
 * both Unix seconds. `null` when it does not tell. The signature is Verifik's to check.
 */
export function tokenExpiry(token: string): Date | null {
	const claims = decodeClaims(token);
	const seconds = claims?.expiresAt ?? claims?.exp;
	const expiry = new Date(typeof seconds === 'number' ? seconds * 1000 : NaN);
	return Number.isNaN(expiry.getTime()) ? null : expiry;
}

function decodeClaims(token: string): { expiresAt?: unknown; exp?: unknown } | null {
	try {
		return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString('utf8'));
	} catch {
		return null;
	}
}

/**
 * The base URL without white space and trailing slashes. The credential is the only place that
 * has one, so whoever may only use a credential cannot send its token elsewhere.
 *
 * @returns `null` when it is no http or https address, or has a query or a user name, which would
 * take the place of the token
 */
export function cleanBaseUrl(typed: unknown): string | null {
	// bounded: an unbounded repetition takes hours in a text of millions of slashes
	const baseUrl = typeof typed === 'string' ? typed.trim().replace(/\/{1,20}$/, '') : '';
	const isAddress = /^https?:\/\/[^?#@]+$/i.test(baseUrl) && URL.canParse(baseUrl);
	return isAddress ? baseUrl : null;
}

/** Whether an address is on the host of the base URL, port and protocol included. */
export function isSameOrigin(url: string, baseUrl: string): boolean {
	const areAddresses = URL.canParse(url) && URL.canParse(baseUrl);
	return areAddresses && new URL(url).origin === new URL(baseUrl).origin;
}
