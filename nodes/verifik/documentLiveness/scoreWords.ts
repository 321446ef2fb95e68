/*
 * What a score says, in the same words wherever people read one. Verifik documents no more than that
 * (docs/verifik-api.md), so nothing here promises that a document is genuine.
 */

export const SCORE_DIRECTION =
	'near 0 is suspicious; a high score does not prove that a document is genuine';

/** A sentence for descriptions. */
export const ABOUT_SCORE = `The score is Verifik's liveness score, from the checks that ran: ${SCORE_DIRECTION}.`;

/** In sight, below a field that takes a score. */
export const SCORE_HINT = SCORE_DIRECTION.replace('near', 'Near');
