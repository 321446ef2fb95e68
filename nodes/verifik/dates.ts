/** A day as people write it, in UTC: "22 Aug 2025". */
export function formatDate(date: Date): string {
	return date.toLocaleDateString('en-GB', {
		day: 'numeric',
		month: 'short',
		year: 'numeric',
		timeZone: 'UTC',
	});
}

/** A moment as people write it, in UTC: "22 Aug 2025 19:04". */
export function formatTime(date: Date): string {
	const time = date.toLocaleTimeString('en-GB', {
		hour: '2-digit',
		minute: '2-digit',
		timeZone: 'UTC',
	});
	return `${formatDate(date)} ${time}`;
}
