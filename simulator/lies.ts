/** How a list contradicts itself. Its `page` and `limit` are what was asked for, whatever comes. */
export interface ListLies {
	/**
	 * What `total` says: that number; nothing; half of it in every second answer; how many records
	 * are on this page.
	 */
	total?: number | 'missing' | 'flaps' | 'pageLength';
	/** What `pages` says: that number; nothing; half of it in every second answer. */
	pages?: number | 'missing' | 'flaps';
	/**
	 * How many records the pages really have, over and over, though `pages` is counted by the size
	 * asked for. Each page begins where the one before it ended.
	 */
	pageSizes?: readonly number[];
	/** Every page has at most so many records: more pages have some than `pages` says. */
	smallerPages?: number;
}

/** Where a page begins and how many records it has. */
export interface PageBounds {
	offset: number;
	size: number;
}

/** @param limit The page size asked for. */
export function pageBounds(page: number, limit: number, lies: ListLies): PageBounds {
	const sizes = lies.pageSizes ?? [Math.min(limit, lies.smallerPages ?? limit)];
	const before = page - 1;
	const round = sizes.reduce((sum, size) => sum + size, 0);
	const started = sizes.slice(0, before % sizes.length).reduce((sum, size) => sum + size, 0);
	return {
		offset: Math.floor(before / sizes.length) * round + started,
		size: sizes[before % sizes.length] ?? 0,
	};
}

/** The numbers of an answer; undefined for one that is left out. */
export interface Counts {
	total: number | undefined;
	pages: number | undefined;
}

/**
 * What the answer says about the whole list.
 *
 * @param length How many records this page has.
 * @param turn Which list answer this is, counted from 0: those that flap are true in the even ones.
 */
export function claimedCounts(
	truth: { total: number; pages: number },
	length: number,
	turn: number,
	lies: ListLies,
): Counts {
	const total = lies.total === 'pageLength' ? length : lies.total;
	return { total: claim(truth.total, total, turn), pages: claim(truth.pages, lies.pages, turn) };
}

function claim(
	truth: number,
	lie: number | 'missing' | 'flaps' | undefined,
	turn: number,
): number | undefined {
	if (lie === 'missing') return undefined;
	if (lie === 'flaps') return turn % 2 === 0 ? truth : Math.floor(truth / 2);
	return lie ?? truth;
}

/**
 * Reads one lie in short: `total=flaps`, `pages=3`, `pageSizes=100,50`, `smallerPages=50`.
 * Undefined when it is none.
 */
export function parseLie(text: string): ListLies | undefined {
	const [name, value = ''] = text.split('=', 2);
	const numbers = value.split(',').map(Number);
	const isNumbers = /^\d+(,\d+)*$/.test(value);
	const [number] = isNumbers && numbers.length === 1 ? numbers : [];
	switch (name) {
		case 'total':
			if (value === 'missing' || value === 'flaps' || value === 'pageLength')
				return { total: value };
			return number === undefined ? undefined : { total: number };
		case 'pages':
			if (value === 'missing' || value === 'flaps') return { pages: value };
			return number === undefined ? undefined : { pages: number };
		case 'pageSizes':
			return isNumbers ? { pageSizes: numbers } : undefined;
		case 'smallerPages':
			return number === undefined ? undefined : { smallerPages: number };
		default:
			return undefined;
	}
}
