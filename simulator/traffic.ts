import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { Refused, REFUSALS } from './answers';
import { FaultQueue, type Fault } from './faults';
import { requestedPage, type Query } from './list';
import { RequestLog, type SimulatorRequest } from './log';
import type { Settings } from './options';
import { Pace, Throttle } from './pace';
import { Quotas } from './quotas';
import { Sockets } from './sockets';
import { cutOff, dribble, half, strike } from './strike';

declare module 'fastify' {
	interface FastifyRequest {
		/** Its entry in the log; null for the simulator's own controls. */
		logged: SimulatorRequest | null;
		/** The fault that struck it, if any. */
		fault: Fault | null;
	}
}

/** What happens to every request, whatever it asks for: log, latency, throttle, quotas, faults. */
export class Traffic {
	readonly log = new RequestLog();
	readonly faults = new FaultQueue();
	readonly pace: Pace;
	readonly quotas: Quotas;
	readonly sockets: Sockets;
	private readonly throttle: Throttle;
	private isClosing = false;

	constructor(
		app: FastifyInstance,
		private readonly settings: Settings,
		/** Those of the lists; the path of one of their entries has its id behind it. */
		private readonly listPaths: readonly string[],
	) {
		this.pace = new Pace(settings.seed);
		this.throttle = new Throttle(settings.throttle);
		this.quotas = new Quotas(settings.quotas);
		this.sockets = new Sockets(app.server);
		app.decorateRequest('logged', null);
		app.decorateRequest('fault', null);
		app.addHook('onRequest', async (request, reply) => await this.receive(request, reply));
		app.addHook('onSend', answer);
	}

	/** Lets a fault strike that waits for this moment. Returns whether that settles the request. */
	strikes(request: FastifyRequest, reply: FastifyReply, afterCharge: boolean): boolean {
		if (!request.logged) return false;
		const { method, path, page } = request.logged;
		const isGet = method === 'GET' && this.listPaths.some((list) => isEntry(path, list));
		const fault = this.faults.take({ path, page, isGet, afterCharge });
		if (!fault) return false;
		request.fault = fault;
		const isSettled = strike(fault, reply);
		// an answer that goes past fastify is not noted on its way out
		if (reply.raw.headersSent) request.logged.status = reply.raw.statusCode;
		return isSettled;
	}

	/** Before the connections are closed: those are not closed by their clients. */
	close(): void {
		this.isClosing = true;
	}

	/** Answers with the reply itself when a fault has dealt with the request. */
	private async receive(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
		const isControl = request.url.startsWith('/simulator/');
		this.sockets.use(request.raw.socket, isControl);
		if (isControl) return undefined;
		const logged = describe(request);
		request.logged = logged;
		this.log.start(logged);
		// the client may send its next request as soon as it has this answer, which closes later
		reply.raw.once('finish', () => this.log.end(logged));
		reply.raw.once('close', () => {
			this.log.end(logged);
			logged.closedEarly = !reply.raw.writableFinished && !this.closesItself(request);
		});
		if (request.method !== 'POST') await this.pace.delay(this.settings.latency);
		if (!this.throttle.admits(Date.now())) throw new Refused(REFUSALS.throttled);
		if (logged.path.startsWith('/v2/')) this.applyQuotas(reply);
		return this.strikes(request, reply, false) ? reply : undefined;
	}

	private applyQuotas(reply: FastifyReply): void {
		const { headers, refusal } = this.quotas.admit(Date.now());
		void reply.headers(headers);
		if (refusal) throw new Refused(refusal);
	}

	/** Whether the connection of that request is closed by the simulator. */
	private closesItself({ fault }: FastifyRequest): boolean {
		return this.isClosing || fault?.kind === 'drop' || fault?.kind === 'cut';
	}
}

/** Notes the status, and damages the answer where a fault says so. */
const answer: onSendHookHandler = (request, reply, payload, done) => {
	if (request.logged) request.logged.status = reply.statusCode;
	const { fault } = request;
	const body = (): Buffer => Buffer.from(payload as string | Buffer);
	if (fault?.kind === 'cut') cutOff(reply, body());
	else if (fault?.kind === 'dribble') dribble(reply, body(), fault);
	else if (fault?.kind === 'truncate') done(null, half(body()));
	else done(null, payload);
};

/** Whether a path is that of one entry of a list; with an empty id it is the list. */
function isEntry(path: string, list: string): boolean {
	return path.startsWith(`${list}/`) && path !== `${list}/`;
}

function describe(request: FastifyRequest): SimulatorRequest {
	const [path = ''] = request.url.split('?', 1);
	const query = { ...(request.query as Query) };
	return {
		method: request.method,
		path,
		query,
		page: requestedPage(query),
		status: null,
		hasToken: request.headers.authorization !== undefined,
		startedAt: Date.now(),
		closedEarly: false,
	};
}
