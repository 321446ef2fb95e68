/** The shapes in which a page may come, as docs/verifik-api.md has them. */
export type Shape = 'paged' | 'data' | 'pagination' | 'docs' | 'bare';

export type Fields = Record<string, unknown>;

/** A page of the list, whatever it came in. */
export interface Page {
	shape: Shape;
	records: Fields[];
	total: number | undefined;
	pages: number | undefined;
}

/** @returns undefined when it is no page */
export function readPage(json: unknown): Page | undefined {
	if (Array.isArray(json)) return pageOf('bare', json, {});
	if (!isObject(json)) return undefined;
	const { data, pagination } = json;
	if (Array.isArray(data)) {
		if (isObject(pagination)) return pageOf('pagination', data, pagination);
		const isPaged = ['total', 'limit', 'page', 'pages'].some((name) => name in json);
		return pageOf(isPaged ? 'paged' : 'data', data, json);
	}
	if (isObject(data) && Array.isArray(data.docs)) return pageOf('docs', data.docs, data);
	return undefined;
}

function pageOf(shape: Shape, records: unknown[], counts: Fields): Page {
	return {
		shape,
		records: records.filter(isObject),
		total: numberIn(counts.total),
		pages: numberIn(counts.pages),
	};
}

function numberIn(value: unknown): number | undefined {
	return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function isObject(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function idOf(record: Fields): string {
	return String(record._id);
}

/** ms since 1970; NaN when the record has no date */
export function createdAt(record: Fields): number {
	return momentOf(String(record.createdAt));
}

/** ms since 1970, in UTC unless the date has a zone; NaN when it is none */
export function momentOf(date: string): number {
	if (/(Z|UTC|GMT|[+-]\d\d:?\d\d)$/.test(date)) return Date.parse(date);
	return Date.parse(/^\d{4}-/.test(date) ? `${date}Z` : `${date} UTC`);
}
