import { createHash } from 'crypto';

import { fieldsOf, numberOf } from '../json';

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
 * in seconds or ms since 1970, as a number or as text, or an ISO date. `undefined` when it does not
 * tell. The signature is Verifik's to check.
 */
export function tokenExpiry(token: string): Date | undefined {
	const { expiresAt, exp } = claimsOf(token);
	return dateOf(expiresAt) ?? dateOf(exp);
}

/** Beyond it, a number is ms and not seconds: 1e11 s is the year 5138, 1e11 ms is 1973. */
const SECONDS_MAX = 1e11;

function dateOf(claim: unknown): Date | undefined {
	const isIso = typeof claim === 'string' && /^\d{4}-\d\d-\d\d/.test(claim);
	const number = numberOf(claim) ?? NaN;
	const date = new Date(isIso ? claim : number > SECONDS_MAX ? number : number * 1000);
	return Number.isNaN(date.getTime()) ? undefined : date;
}

/** Where the results behind a token come from: in Verifik's Sandbox mode they are made up. */
export type Environment = 'sandbox' | 'production';

/**
 * Which of the two a token is for, by its claim `mode` (B; certainty: docs/verifik-api.md). `undefined`
 * when it does not tell.
 */
export function tokenEnvironment(token: string): Environment | undefined {
	const { mode } = claimsOf(token);
	if (typeof mode !== 'string' || mode === '') return undefined;
	return mode.toLowerCase() === 'sandbox' ? 'sandbox' : 'production';
}

function claimsOf(token: string): Record<string, unknown> {
	try {
		return fieldsOf(
			JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')),
		);
	} catch {
		return {};
	}
}

/**
 * The base URL without white space and trailing slashes. The credential is the only place that
 * has one, so whoever may only use a credential cannot send its token elsewhere.
 *
 * @returns `undefined` when it is no http or https address, or has a query or a user name, which would
 * take the place of the token
 */
export function cleanBaseUrl(typed: unknown): string | undefined {
	// bounded: an unbounded repetition takes hours in a text of millions of slashes
	const baseUrl = typeof typed === 'string' ? typed.trim().replace(/\/{1,20}$/, '') : '';
	const isAddress = /^https?:\/\/[^?#@]+$/i.test(baseUrl) && URL.canParse(baseUrl);
	return isAddress ? baseUrl : undefined;
}

/**
 * What tells an account and its token from another one, and no secret.
 *
 * @param baseUrl cleaned
 * @param token cleaned
 */
export function accountId(baseUrl: string | undefined, token: string): string {
	return createHash('sha256').update(`${baseUrl} ${token}`).digest('base64url');
}

/** Whether an address is on the host of the base URL, port and protocol included. */
export function isSameOrigin(url: string, baseUrl: string): boolean {
	const areAddresses = URL.canParse(url) && URL.canParse(baseUrl);
	return areAddresses && new URL(url).origin === new URL(baseUrl).origin;
}
