/** Makes Ctrl-C an exit like any other, for which everything that was started cleans up. */
export function exitOnSignal(): void {
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.once(signal, () => process.exit(130));
	}
}
