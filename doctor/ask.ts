/** What came for one request. */
export interface Answer {
	status: number;
	/** Names in lower case. */
	headers: Record<string, string>;
	/** Undefined when the body is no JSON. */
	json?: unknown;
	/** The body is empty. */
	isEmpty: boolean;
}

export interface Account {
	baseUrl: string;
	token: string;
}

/** More than these the doctor never asks. */
export const MOST_REQUESTS = 14;

const TIMEOUT_MS = 30_000;

const PATH = '/v2/document-liveness';

/** Sends GETs of the list or of one record, and nothing else; redirects are not followed. */
export class Asker {
	private asked = 0;

	constructor(private readonly account: Account) {}

	get requests(): number {
		return this.asked;
	}

	/** A page of the list, newest first. */
	async list(query: Record<string, string | number>): Promise<Answer> {
		const all = { sort: '-createdAt', ...query };
		const text = Object.entries(all).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
		return await this.get(`${PATH}?${text.join('&')}`);
	}

	async record(id: string): Promise<Answer> {
		return await this.get(`${PATH}/${encodeURIComponent(id)}`);
	}

	/** @throws when no answer comes, or too much is asked */
	private async get(path: string): Promise<Answer> {
		if (this.asked >= MOST_REQUESTS) throw new Error('The doctor has asked enough');
		this.asked += 1;
		const response = await fetch(this.account.baseUrl + path, {
			headers: { authorization: `Bearer ${this.account.token}`, accept: 'application/json' },
			redirect: 'manual',
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		const text = await response.text();
		return {
			status: response.status,
			headers: Object.fromEntries(response.headers),
			json: parse(text),
			isEmpty: text === '',
		};
	}
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
