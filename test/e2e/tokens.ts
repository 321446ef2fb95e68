import { simulatorToken } from '../../simulator';

/** Tokens that Verifik turns down. */
export const turnedDown = {
	wrong: 'not-the-token-of-any-account',
	expired: simulatorToken({ expiresAt: new Date('2025-01-31T12:00:00Z') }),
};
