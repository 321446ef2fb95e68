import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackServer {
	url: string;
	/** `127.0.0.1:8080` */
	host: string;
	/** How many requests have come. */
	requests: () => number;
	/** How many connections have been opened. */
	connections: () => number;
}

/** A server of its own on this computer, closed when `run` is over, whatever comes of it. */
export async function withServer<T>(
	answer: RequestListener,
	run: (server: LoopbackServer) => Promise<T>,
): Promise<T> {
	let requests = 0;
	let connections = 0;
	const server = createServer((request, response) => {
		requests++;
		answer(request, response);
	}).on('connection', () => connections++);
	const host = `127.0.0.1:${await listenOnFreshPort(server)}`;
	try {
		return await run({
			url: `http://${host}`,
			host,
			requests: () => requests,
			connections: () => connections,
		});
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

const usedPorts = new Set<number>();

/**
 * Listens on a port that no server before had: the system may give one again, and what was learned
 * of an account, by its base URL and token, would be taken for the new one's.
 */
async function listenOnFreshPort(server: Server): Promise<number> {
	for (;;) {
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const { port } = server.address() as AddressInfo;
		if (!usedPorts.has(port)) {
			usedPorts.add(port);
			return port;
		}
		await new Promise((resolve) => server.close(resolve));
	}
}
