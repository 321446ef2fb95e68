import { countOf } from '../counts';

/** Keeps account, over one run, of the images that were sent and of what they cost. */
export class Sendings {
	private readonly sent = new Set<number>();
	private charged = 0;
	private uncertain = 0;
	/** `undefined` once Verifik did not say how many checks it charged. */
	private checks: number | undefined = 0;

	/** @param itemIndex the input item whose image leaves now */
	addSent(itemIndex: number): void {
		this.sent.add(itemIndex);
	}

	/** @param itemIndex the input item whose image did not reach Verifik after all */
	takeBack(itemIndex: number): void {
		this.sent.delete(itemIndex);
	}

	/** @param checks how many Verifik says that it charged for an image; `undefined`: it does not say */
	addCharged(checks: number | undefined): void {
		this.charged++;
		this.checks =
			this.checks === undefined || checks === undefined ? undefined : this.checks + checks;
	}

	/** An image that was sent, and perhaps charged, without a record that came back. */
	addUncertain(): void {
		this.uncertain++;
	}

	/** What was paid, for whoever looks at the output. */
	hints(): string[] {
		if (this.charged === 0) return [];
		const images = countOf(this.charged, 'images');
		return [
			this.checks === undefined
				? `${images} were checked. Verifik does not say how many checks it charged.`
				: `${countOf(this.checks, 'checks')} were charged for ${images}.`,
		];
	}

	/**
	 * What somebody has to know before the images are sent again.
	 *
	 * @param itemCount how many input items there were
	 */
	account(itemCount: number): string {
		const notSent = Array.from({ length: itemCount }, (_, index) => index).filter(
			(index) => !this.sent.has(index),
		);
		const parts: string[] = [];
		if (this.charged > 0) {
			const checks = this.checks === undefined ? '' : ` (${countOf(this.checks, 'checks')})`;
			parts.push(`${this.charged} of them charged${checks}, with a record at Verifik`);
		}
		if (this.uncertain > 0) parts.push(`${this.uncertain} perhaps charged, without an answer`);
		const sent =
			this.sent.size === 0
				? 'No image was sent.'
				: `${countOf(this.sent.size, 'images')} sent in this run${parts.map((part) => `, ${part}`).join('')}.`;
		return notSent.length === 0 || itemCount === 1
			? sent
			: `${sent} Not sent: ${itemsText(notSent)}.`;
	}
}

/** "input item 3", "input items 3 to 9", "input items 2, 5 to 9". */
function itemsText(indexes: number[]): string {
	const ranges: Array<[first: number, last: number]> = [];
	for (const index of indexes) {
		const latest = ranges.at(-1);
		if (latest && latest[1] === index - 1) latest[1] = index;
		else ranges.push([index, index]);
	}
	const text = ranges
		.map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`))
		.join(', ');
	return `input item${indexes.length === 1 ? '' : 's'} ${text}`;
}
