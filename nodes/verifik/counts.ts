/** A count as people write it: "1,234". */
export function formatCount(count: number): string {
	return count.toLocaleString('en');
}

/** "1 record was", "1,234 records were". */
export function countOfPast(count: number, noun: string): string {
	return `${countOf(count, noun)} ${count === 1 ? 'was' : 'were'}`;
}

/** "1 record", "1,234 records". */
export function countOf(count: number, noun: string): string {
	return `${formatCount(count)} ${count === 1 ? noun.replace(/s$/, '') : noun}`;
}
