import type { Image } from './image';

/** Reads an image piece by piece, as far as somebody asks. Whoever makes one has to close it. */
export class ImageReader {
	private chunks: AsyncGenerator<Buffer, undefined>;
	/** what was read last, and where it begins in the image */
	private piece: Buffer = Buffer.alloc(0);
	private pieceStart = 0;
	/** the next byte of the piece */
	private at = 0;

	constructor(private readonly image: Image) {
		this.chunks = chunksOf(image);
	}

	get byteLength(): number {
		return this.image.byteLength;
	}

	/** The next bytes, without moving; fewer of them at the end. */
	async peek(count: number): Promise<Buffer> {
		let isMore = true;
		while (isMore && this.piece.length - this.at < count) isMore = await this.readOn();
		return this.piece.subarray(this.at, this.at + count);
	}

	/** Moves behind the next bytes. `undefined`: there are not so many. */
	async take(count: number): Promise<Buffer | undefined> {
		const bytes = await this.peek(count);
		if (bytes.length < count) return undefined;
		this.at += count;
		return bytes;
	}

	/** @returns whether there are so many bytes */
	async skip(count: number): Promise<boolean> {
		return await this.goTo(this.pieceStart + this.at + count);
	}

	/** Going back costs a new beginning. @returns whether the image is that long */
	async goTo(position: number): Promise<boolean> {
		if (position > this.byteLength) return false;
		if (position < this.pieceStart) await this.restart();
		while (position > this.pieceStart + this.piece.length) {
			this.at = this.piece.length;
			if (!(await this.readOn())) return false;
		}
		this.at = position - this.pieceStart;
		return true;
	}

	/**
	 * Moves behind the next two bytes of which the first is that and the second is accepted.
	 *
	 * @returns the second
	 */
	async findPair(first: number, accepts: (byte: number) => boolean): Promise<number | undefined> {
		for (;;) {
			let found = this.piece.indexOf(first, this.at);
			for (; found !== -1; found = this.piece.indexOf(first, found + 1)) {
				this.at = found;
				const second = this.piece[found + 1];
				if (second === undefined) break;
				if (!accepts(second)) continue;
				this.at = found + 2;
				return second;
			}
			// the second byte may be the first of the next piece
			if (found === -1) this.at = this.piece.length;
			if (!(await this.readOn())) return undefined;
		}
	}

	async close(): Promise<void> {
		await this.chunks.return(undefined);
	}

	private async restart(): Promise<void> {
		await this.close();
		this.chunks = chunksOf(this.image);
		this.piece = Buffer.alloc(0);
		this.pieceStart = this.at = 0;
	}

	/** What is not yet taken stays. @returns whether there was more */
	private async readOn(): Promise<boolean> {
		const { done, value } = await this.chunks.next();
		if (done) return false;
		const rest = this.piece.subarray(this.at);
		this.pieceStart += this.at;
		this.piece = rest.length === 0 ? value : Buffer.concat([rest, value]);
		this.at = 0;
		return true;
	}
}

async function* chunksOf(image: Image): AsyncGenerator<Buffer, undefined> {
	yield* image.chunks();
	return undefined;
}
