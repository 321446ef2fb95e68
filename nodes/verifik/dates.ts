/** A day as people write it, in UTC: "22 Aug 2025". */
export function formatDate(date: Date): string {
	return formatTime(date).slice(0, -' 19:04'.length);
}

/** A moment as people write it, in UTC: "22 Aug 2025 19:04". */
export function formatTime(date: Date): string {
	return date
		.toUTCString()
		.slice('Fri, '.length, 'Fri, 22 Aug 2025 19:04'.length)
		.replace(/^0/, '');
}
