import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** The connections to the simulator that are open now. */
export class Sockets {
	private readonly open = new Set<Socket>();
	/** Those on which nothing but the simulator's own controls was asked for. */
	private readonly forControl = new WeakSet<Socket>();
	private readonly forClients = new WeakSet<Socket>();

	constructor(server: Server) {
		server.on('connection', (socket) => {
			this.open.add(socket);
			socket.once('close', () => this.open.delete(socket));
		});
	}

	/** Notes what a connection is used for. */
	use(socket: Socket, isControl: boolean): void {
		(isControl ? this.forControl : this.forClients).add(socket);
	}

	/** How many are open, without those that only serve to control the simulator. */
	get count(): number {
		return [...this.open].filter(
			(socket) =>
				!socket.destroyed && (this.forClients.has(socket) || !this.forControl.has(socket)),
		).length;
	}
}
