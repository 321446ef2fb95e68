import { SIGNATURE } from './answers';
import type { Counts } from './lies';

/** The shapes in which Verifik's endpoints wrap a page. The one documented here is `paged`. */
export const ENVELOPES = ['paged', 'data', 'wrapped', 'docs', 'bare'] as const;

export type Envelope = (typeof ENVELOPES)[number];

export interface Paging extends Counts {
	limit: number;
	page: number;
}

/** What comes before and after the records of a page. */
export function wrapping(envelope: Envelope, paging: Paging): [before: string, after: string] {
	const { total, limit, page, pages } = paging;
	const numbers = JSON.stringify({ total, limit, page, pages }).slice(1, -1);
	const signature = JSON.stringify(SIGNATURE);
	switch (envelope) {
		case 'paged':
			return ['{"data":[', `],${numbers}}`];
		case 'data':
			return ['{"data":[', ']}'];
		case 'wrapped':
			return ['{"success":true,"data":[', `],"pagination":{${numbers}},"signature":${signature}}`];
		case 'docs':
			return ['{"data":{"docs":[', `],${numbers}}}`];
		case 'bare':
			return ['[', ']'];
	}
}
