import fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { Account } from './account';
import { Refused, REFUSALS, type Refusal } from './answers';
import { addApi } from './api';
import { startArrivals } from './arrivals';
import { addControl } from './control';
import type { Fault } from './faults';
import type { SimulatorRequest } from './log';
import { withDefaults, type SimulatorOptions } from './options';
import type { SimulatorRecord } from './records';
import { RESOURCES } from './resources';
import { Traffic } from './traffic';

/** A running stand-in for Verifik's API, on the loopback interface. */
export interface Simulator {
	/** The base URL, without a slash at the end. */
	readonly url: string;
	readonly token: string;
	/** As they stand now, newest first. */
	records(): readonly SimulatorRecord[];
	/**
	 * Lets new records appear: each later than the newest so far, or all of them with the
	 * `createdAt` given. One in the past makes records that become visible late.
	 * `changes` is what all of them have instead of what would be drawn.
	 */
	arrive(count: number, at?: Date, changes?: Partial<SimulatorRecord>): SimulatorRecord[];
	/** Queues a fault for the requests to come. */
	fault(fault: Fault): void;
	/**
	 * The faults that have not struck as often as they should, with the `times` that are left: a test
	 * at whose end there are some has not tested what it means to.
	 */
	readonly pendingFaults: readonly Fault[];
	/** Every request but those to `/simulator/…`, in the order in which they came. */
	readonly requests: readonly SimulatorRequest[];
	/** The most requests that were under way at once. */
	readonly maxInFlight: number;
	/** Connections that are open now, without those that only serve to control the simulator. */
	readonly openSockets: number;
	/** Checks charged so far, those of POSTs whose answer was lost among them. */
	readonly charges: number;
	/** Checks charged for that record; 0 for one that was not POSTed here. */
	chargesOf(recordId: string): number;
	/** Clears log, `maxInFlight`, charges and faults; quotas begin anew; the records stay. */
	reset(): void;
	/** Stops at once: open connections are closed, delayed answers given up. */
	close(): Promise<void>;
}

/** For bodies that do not tell their length; the others are judged by that, before reading. */
const BODY_LIMIT = 20 * 1024 * 1024;

/** Starts a simulator; it listens when the promise resolves. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
	const settings = withDefaults(options);
	const app = fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true });
	const account = new Account(settings);
	const traffic = new Traffic(
		app,
		settings,
		RESOURCES.map(({ path }) => path),
	);
	const reset = (): void => {
		traffic.log.clear();
		traffic.faults.clear();
		traffic.quotas.clear();
		account.charged.clear();
	};
	addRefusals(app);
	addApi(app, { settings, account, traffic });
	addControl(app, account, traffic, reset);

	const url = await app.listen({ port: settings.port, host: '127.0.0.1' });
	const stopArrivals = startArrivals(settings.arrivalsPerSecond, (count) => account.arrive(count));

	return {
		url,
		token: settings.token,
		records: () => account.store.records(),
		arrive: (count, at, changes) => account.arrive(count, at, changes),
		fault: (fault) => traffic.faults.add(fault),
		get pendingFaults() {
			return traffic.faults.pending;
		},
		requests: traffic.log.requests,
		get maxInFlight() {
			return traffic.log.maxInFlight;
		},
		get openSockets() {
			return traffic.sockets.count;
		},
		get charges() {
			return account.charges;
		},
		chargesOf: (recordId) => account.charged.get(recordId) ?? 0,
		reset,
		async close() {
			stopArrivals();
			traffic.close();
			await app.close();
			// Only now: while connections were open, a delay given up would have been answered.
			traffic.pace.close();
		},
	};
}

function addRefusals(app: FastifyInstance): void {
	app.setNotFoundHandler((_request, reply) => {
		void reply.code(404).type('text/plain').send('Not Found');
	});
	app.setErrorHandler((error: FastifyError | Refused, _request, reply) => {
		const { status, body } = error instanceof Refused ? error.refusal : refusalFor(error);
		void reply.code(status).send(body);
	});
}

/** For what fastify itself refuses, a body that is no JSON say, and for bugs of the simulator. */
function refusalFor({ statusCode = 500 }: FastifyError): Refusal {
	if (statusCode === 413) return REFUSALS.imageTooLarge;
	return statusCode < 500 ? REFUSALS.badRequest : REFUSALS.serverError;
}
