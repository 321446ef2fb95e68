import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** ms */
const START_TIMEOUT = 30_000;

/** A database server on loopback that can be taken away and brought back. */
export interface Server {
	port: number;
	start(): Promise<void>;
	/** Ends it in good order; what it was given is there again after `start()`. */
	stop(): Promise<void>;
}

export interface ServerCommand {
	name: string;
	program: string;
	args: string[];
	cwd: string;
	port: number;
	/** What it ends in good order upon, without waiting for its clients. */
	stopSignal: NodeJS.Signals;
	/** Whom it runs as. Unless given, whoever runs this. */
	user?: { uid: number; gid: number };
}

/** @throws when it does not listen in time, with what it printed */
export async function startServer(command: ServerCommand): Promise<Server> {
	const { name, program, args, cwd, port, stopSignal, user } = command;
	let running: ChildProcess | undefined;
	const kill = () => running?.kill('SIGKILL');
	process.once('exit', kill);

	const server: Server = {
		port,
		async start() {
			let printed = '';
			const child = spawn(program, args, { cwd, ...user, stdio: ['ignore', 'pipe', 'pipe'] });
			running = child;
			for (const output of [child.stdout, child.stderr]) {
				output.on('data', (chunk) => (printed += chunk));
			}
			const deadline = Date.now() + START_TIMEOUT;
			while (!(await isListening(port))) {
				if (child.exitCode !== null || Date.now() > deadline) {
					throw new Error(`${name} did not start:\n${printed.slice(-4_000)}`);
				}
				await sleep(50);
			}
		},
		async stop() {
			if (!running || running.exitCode !== null || running.signalCode !== null) return;
			const ended = once(running, 'exit');
			running.kill(stopSignal);
			await ended;
		},
	};
	await server.start();
	return server;
}

async function isListening(port: number): Promise<boolean> {
	const socket = connect(port, '127.0.0.1');
	try {
		await once(socket, 'connect');
		return true;
	} catch {
		return false;
	} finally {
		socket.destroy();
	}
}
