import { sandboxToken } from '../../sandbox';

/** Tokens that Verifik turns down. */
export const turnedDown = {
	wrong: 'not-the-token-of-any-account',
	expired: sandboxToken({ expiresAt: new Date('2025-01-31T12:00:00Z') }),
};
