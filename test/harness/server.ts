import { createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A server on this computer, on a port that none before had. */
export interface LoopbackServer {
	url: string;
	/** `127.0.0.1:8080` */
	host: string;
	/** How many connections have been opened. */
	connections: () => number;
	/** Ends every connection. */
	close: () => void;
}

export interface HttpServer extends LoopbackServer {
	/** How many requests have come. */
	requests: () => number;
}

/** Starts an HTTP server. Whoever starts it closes it. */
export async function startServer(answer: RequestListener): Promise<HttpServer> {
	let requests = 0;
	const server = createHttpServer((request, response) => {
		requests++;
		answer(request, response);
	});
	return { ...(await start(server)), requests: () => requests };
}

/** An HTTP server, closed when `run` is over, whatever comes of it. */
export async function withServer<T>(
	answer: RequestListener,
	run: (server: HttpServer) => Promise<T>,
): Promise<T> {
	const server = await startServer(answer);
	return await run(server).finally(server.close);
}

/** A server that is left to say what it likes on each connection, closed when `run` is over. */
export async function withSocketServer<T>(
	talk: (socket: Socket) => void,
	run: (server: LoopbackServer) => Promise<T>,
): Promise<T> {
	const server = await start(createServer(talk));
	return await run(server).finally(server.close);
}

async function start(server: Server): Promise<LoopbackServer> {
	const open = new Set<Socket>();
	let connections = 0;
	server.on('connection', (socket) => {
		connections++;
		open.add(socket);
		socket.once('close', () => open.delete(socket));
		// one that the other side breaks off
		socket.on('error', () => {});
	});
	const host = `127.0.0.1:${await listenOnFreshPort(server)}`;
	return {
		url: `http://${host}`,
		host,
		connections: () => connections,
		close() {
			server.close();
			for (const socket of open) socket.destroy();
		},
	};
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
