/*
 * What a score says, in the same words wherever people read one. Nothing here promises that a document is
 * genuine: Verifik documents no such thing (docs/verifik-api.md).
 */

export const SCORE_DIRECTION =
	'near 0 is suspicious; a high score does not prove that a document is genuine';

/** A sentence for descriptions. */
export const ABOUT_SCORE = `The score is Verifik's liveness score, from the checks that ran: ${SCORE_DIRECTION}.`;

/** The same of a single check. */
export const ABOUT_CHECKS =
	'The probability of a check is its liveness: near 0 is bad, as for the score.';

/** In sight, below a field that takes a score or a probability. */
export const SCORE_HINT = SCORE_DIRECTION.replace('near', 'Near');
