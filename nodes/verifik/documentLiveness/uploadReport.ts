import { countOf, countOfPast } from '../counts';

/** Says, of one run of the node, which images were sent and what they cost. */
export class UploadReport {
	/** The input items whose image left, and those whose record was there already. */
	private readonly sent = new Set<number>();
	private readonly reused = new Set<number>();
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

	/** @param itemIndex the input item whose image was checked before in this execution */
	addReused(itemIndex: number): void {
		this.reused.add(itemIndex);
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
		return [...this.chargedHint(), ...this.reusedHint()];
	}

	private chargedHint(): string[] {
		if (this.charged === 0) return [];
		return [
			this.checks === undefined
				? `${countOfPast(this.charged, 'images')} checked. Verifik does not say how many checks it charged.`
				: `${countOfPast(this.checks, 'checks')} charged for ${countOf(this.charged, 'images')}.`,
		];
	}

	private reusedHint(): string[] {
		if (this.reused.size === 0) return [];
		return [
			`${countOfPast(this.reused.size, 'images')} checked before in this execution and not sent again: nothing more was charged. To pay for another check, set Check Again in Options.`,
		];
	}

	/**
	 * What somebody has to know before the images are sent again.
	 *
	 * @param itemCount how many input items there were
	 */
	account(itemCount: number): string {
		const notSent = Array.from({ length: itemCount }, (_, index) => index).filter(
			(index) => !this.sent.has(index) && !this.reused.has(index),
		);
		const rest =
			notSent.length === 0 || itemCount === 1 ? [] : [`Not sent: ${itemsText(notSent)}.`];
		return [this.sentText(), ...this.reusedText(), ...rest, ...this.retryText()].join(' ');
	}

	private sentText(): string {
		if (this.sent.size === 0) return 'No image was sent.';
		const checks = this.checks === undefined ? '' : ` (${countOf(this.checks, 'checks')})`;
		return [
			`${countOf(this.sent.size, 'images')} sent in this run`,
			...(this.charged > 0
				? [`${this.charged} of them charged${checks}, with a record at Verifik`]
				: []),
			...(this.uncertain > 0 ? [`${this.uncertain} perhaps charged, without an answer`] : []),
		]
			.join(', ')
			.concat('.');
	}

	private reusedText(): string[] {
		if (this.reused.size === 0) return [];
		return [`${countOfPast(this.reused.size, 'images')} checked before, and not sent again.`];
	}

	private retryText(): string[] {
		if (this.charged + this.reused.size === 0) return [];
		return ['Retry in the list of executions does not pay for the charged ones again.'];
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
