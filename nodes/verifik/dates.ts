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

/** A time span as people write it, rounded: "2 s", "3 min", "2 h". */
export function formatDuration(durationMs: number): string {
	if (durationMs < 1000) return `${Math.round(durationMs)} ms`;
	if (durationMs < 100_000) return `${Math.round(durationMs / 1000)} s`;
	if (durationMs < 100 * 60_000) return `${Math.round(durationMs / 60_000)} min`;
	return `${Math.round(durationMs / 3_600_000)} h`;
}
