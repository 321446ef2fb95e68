/** With a space between the thousands. */
export function number(value: number): string {
	return spaced(value.toLocaleString('en'));
}

export function seconds(milliseconds: number): string {
	const digits = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
	return `${spaced((milliseconds / 1000).toLocaleString('en', digits))} s`;
}

export function megabytes(bytes?: number): string {
	return bytes === undefined ? '' : `${number(Math.round(bytes / 1024 ** 2))} MB`;
}

/** Megabytes, where a few of them matter. */
export function tenths(bytes: number): string {
	return `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

export function times(ratio: number): string {
	return `${ratio.toFixed(2)} ×`;
}

function spaced(text: string): string {
	return text.replaceAll(',', ' ');
}
