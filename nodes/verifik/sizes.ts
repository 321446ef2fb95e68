export const MEGABYTE = 1024 * 1024;

/** A size as people write it; rounded up, so that it never equals a limit that it is above. */
export function formatMegabytes(bytes: number): string {
	return `${Math.ceil((bytes / MEGABYTE) * 100) / 100} MB`;
}
