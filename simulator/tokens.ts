const SIGNATURE = 'simulator';

/**
 * A token that the simulator accepts until it expires: a JWT without a real signature.
 *
 * @param claims `expiresAt` ends up as both claims that Verifik's tokens are known to use,
 * `expiresAt` and `exp` (Unix seconds); `mode` is Verifik's word for where results come from.
 */
export function simulatorToken({
	expiresAt,
	mode,
}: {
	expiresAt: Date;
	mode?: string | undefined;
}): string {
	const seconds = Math.floor(expiresAt.getTime() / 1000);
	const header = { alg: 'none', typ: 'JWT' };
	const clientId = '613375a1eab2fe08527f81e2';
	const payload = { clientId, expiresAt: seconds, exp: seconds, ...(mode && { mode }) };
	return [base64url(header), base64url(payload), SIGNATURE].join('.');
}

const FAR_AWAY = new Date('2100-01-01T00:00:00Z');

/** The token that every simulator accepts unless told otherwise; it expires in 2100. */
export const SIMULATOR_TOKEN = tokenOfMode();

export function tokenOfMode(mode?: string): string {
	return simulatorToken({ expiresAt: FAR_AWAY, mode });
}

export type TokenVerdict = 'accepted' | 'refused' | 'expired';

/** Judges an `Authorization` header: `Bearer ` and the account's token, or one of `simulatorToken`. */
export function judgeToken(authorization: string | undefined, accountToken: string): TokenVerdict {
	const token = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
	if (token === undefined) return 'refused';
	if (token !== accountToken && !token.endsWith(`.${SIGNATURE}`)) return 'refused';
	return expiry(token) <= Date.now() ? 'expired' : 'accepted';
}

/** ms since 1970; a token that names no expiry never expires. */
function expiry(token: string): number {
	try {
		const [, payload = ''] = token.split('.');
		const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
		return typeof exp === 'number' ? exp * 1000 : Infinity;
	} catch {
		return Infinity;
	}
}

function base64url(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString('base64url');
}
