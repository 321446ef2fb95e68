import { startSandbox, type Sandbox, type SandboxOptions, type SandboxRecord } from '../../sandbox';

export const LIST = '/v2/document-liveness';

const open: Sandbox[] = [];

/** A sandbox that is closed after the test. */
export async function sandboxWith(options?: SandboxOptions): Promise<Sandbox> {
	const sandbox = await startSandbox(options);
	open.push(sandbox);
	return sandbox;
}

afterEach(async () => {
	await Promise.all(open.splice(0).map(async (sandbox) => await sandbox.close()));
});

/** A request with the sandbox's token. */
export async function call(
	sandbox: Sandbox,
	path: string,
	init: RequestInit = {},
): Promise<Response> {
	const headers = { authorization: `Bearer ${sandbox.token}`, ...init.headers };
	return await fetch(`${sandbox.url}${path}`, { redirect: 'manual', ...init, headers });
}

/** POSTs JSON, with the sandbox's token. */
export async function post(sandbox: Sandbox, path: string, body: unknown): Promise<Response> {
	return await call(sandbox, path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}

export interface Page {
	data: SandboxRecord[];
	total: number;
	limit: number;
	page: number;
	pages: number;
}

/** The list's answer to this query, as documented. */
export async function list(sandbox: Sandbox, query: string): Promise<Page> {
	return await json<Page>(await call(sandbox, `${LIST}?${query}`));
}

export async function json<Body>(response: Response): Promise<Body> {
	return (await response.json()) as Body;
}

export function ids(records: readonly SandboxRecord[]): string[] {
	return records.map(({ _id }) => _id);
}

const JPEG = Buffer.from('ffd8ffe000104a464946000101', 'hex');

/** An image that the sandbox takes for a JPEG, padded to so many bytes. */
export function jpeg(bytes = JPEG.length): Buffer {
	return Buffer.concat([JPEG, Buffer.alloc(Math.max(0, bytes - JPEG.length))]);
}
