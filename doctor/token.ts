import { finding, type Finding } from './finding';
import { isObject } from './page';

/** The claims in which a token may say until when it is valid, and how that may be written. */
const CLAIMS = ['expiresAt', 'exp'];

/** As people paste it: without `Bearer `, quotes and white space. */
export function cleanToken(pasted: string): string {
	return pasted.replace(/["'`\s]/g, '').replace(/^(?:Bearer|JWT)(?=ey|.)/i, '');
}

/** In which claim and unit the token says when it expires. */
export function judgeToken(token: string): Finding {
	const claims = claimsOf(token);
	const said = CLAIMS.filter((name) => claims[name] !== undefined).map(
		(name) => `${name} in ${unitOf(claims[name])}`,
	);
	const isKnown = said.length > 0 && said.every((text) => text.endsWith(' seconds'));
	return {
		...finding('How the token says that it expires', 'in seconds', said.join(', ') || 'not at all'),
		isAsAssumed: isKnown,
	};
}

/** Whether Verifik makes the results of the account up, by the claim `mode` (B). */
export function judgeMode(token: string): Finding {
	const { mode } = claimsOf(token);
	const isTold = typeof mode === 'string' && mode !== '';
	const seen = String(mode).toLowerCase() === 'sandbox' ? 'sandbox: simulated' : 'production';
	return finding("The token's mode", 'production', isTold ? seen : undefined);
}

function unitOf(value: unknown): string {
	const number = Number(value);
	if (Number.isNaN(number)) return Number.isNaN(Date.parse(String(value))) ? 'no date' : 'text';
	const unit = number < 1e11 ? 'seconds' : 'milliseconds';
	return typeof value === 'number' ? unit : `a text of ${unit}`;
}

function claimsOf(token: string): Record<string, unknown> {
	try {
		const [, payload = ''] = token.split('.');
		const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
		return isObject(claims) ? claims : {};
	} catch {
		return {};
	}
}
