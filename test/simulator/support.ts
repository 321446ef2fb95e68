import {
	startSimulator,
	type Simulator,
	type SimulatorOptions,
	type SimulatorRecord,
} from '../../simulator';

export const LIST = '/v2/document-liveness';

const open: Simulator[] = [];

/** A simulator that is closed after the test. */
export async function simulatorWith(options?: SimulatorOptions): Promise<Simulator> {
	const simulator = await startSimulator(options);
	open.push(simulator);
	return simulator;
}

afterEach(async () => {
	await Promise.all(open.splice(0).map(async (simulator) => await simulator.close()));
});

/** A request with the simulator's token. */
export async function call(
	simulator: Simulator,
	path: string,
	init: RequestInit = {},
): Promise<Response> {
	const headers = { authorization: `Bearer ${simulator.token}`, ...init.headers };
	return await fetch(`${simulator.url}${path}`, { redirect: 'manual', ...init, headers });
}

/** POSTs JSON, with the simulator's token. */
export async function post(simulator: Simulator, path: string, body: unknown): Promise<Response> {
	return await call(simulator, path, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
}

export interface Page {
	data: SimulatorRecord[];
	total: number;
	limit: number;
	page: number;
	pages: number;
}

/** The list's answer to this query, as documented. */
export async function list(simulator: Simulator, query: string): Promise<Page> {
	return await json<Page>(await call(simulator, `${LIST}?${query}`));
}

export async function json<Body>(response: Response): Promise<Body> {
	return (await response.json()) as Body;
}

export function ids(records: readonly SimulatorRecord[]): string[] {
	return records.map(({ _id }) => _id);
}

const JPEG = Buffer.from('ffd8ffe000104a464946000101', 'hex');

/** An image that the simulator takes for a JPEG, padded to so many bytes. */
export function jpeg(bytes = JPEG.length): Buffer {
	return Buffer.concat([JPEG, Buffer.alloc(Math.max(0, bytes - JPEG.length))]);
}
