import type { FastifyInstance } from 'fastify';
import type { Account } from './account';
import { Refused, REFUSALS } from './answers';
import { isFault } from './readFault';
import type { Traffic } from './traffic';

/** The simulator's own endpoints, for tests in another process. No token, no log, no faults. */
export function addControl(
	app: FastifyInstance,
	account: Account,
	traffic: Traffic,
	reset: () => void,
): void {
	app.get('/simulator/requests', () => ({
		maxInFlight: traffic.log.maxInFlight,
		requests: traffic.log.requests,
	}));

	app.get('/simulator/connections', () => ({ open: traffic.sockets.count }));

	app.get('/simulator/charges', () => ({
		total: account.charges,
		records: Object.fromEntries(account.charged),
	}));

	app.post<{ Querystring: { count?: string; at?: string } }>('/simulator/arrive', (request) => {
		const count = Number(request.query.count ?? 1);
		const at = request.query.at === undefined ? undefined : new Date(request.query.at);
		if (!Number.isInteger(count) || Number.isNaN(at?.getTime())) {
			throw new Refused(REFUSALS.badRequest);
		}
		return { data: account.arrive(count, at) };
	});

	app.get('/simulator/faults', () => ({ pending: traffic.faults.pending }));

	app.post('/simulator/faults', (request) => {
		const faults: unknown[] = [request.body].flat();
		if (!faults.every(isFault)) throw new Refused(REFUSALS.badRequest);
		faults.forEach((fault) => traffic.faults.add(fault));
		return { queued: faults.length };
	});

	app.post('/simulator/reset', () => {
		reset();
		return { reset: true };
	});
}
