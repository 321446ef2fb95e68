import type { FastifyInstance, FastifyReply, FastifyRequest, onSendHookHandler } from 'fastify';
import { Refused, REFUSALS } from './answers';
import { cutOff, FaultQueue, half, strike, type Fault } from './faults';
import { requestedPage, type Query } from './list';
import { RequestLog, type SandboxRequest } from './log';
import type { Settings } from './options';
import { Pace, Throttle } from './pace';

declare module 'fastify' {
	interface FastifyRequest {
		/** Its entry in the log; null for the sandbox's own controls. */
		logged: SandboxRequest | null;
		/** The fault that struck it, if any. */
		fault: Fault | null;
	}
}

/** What happens to every request, whatever it asks for: log, latency, throttle, faults. */
export class Traffic {
	readonly log = new RequestLog();
	readonly faults = new FaultQueue();
	readonly pace: Pace;
	private readonly throttle: Throttle;

	constructor(
		app: FastifyInstance,
		private readonly settings: Settings,
	) {
		this.pace = new Pace(settings.seed);
		this.throttle = new Throttle(settings.throttle);
		app.decorateRequest('logged', null);
		app.decorateRequest('fault', null);
		app.addHook('onRequest', async (request, reply) => await this.receive(request, reply));
		app.addHook('onSend', answer);
	}

	/** Lets a fault strike that waits for this moment. Returns whether that settles the request. */
	strikes(request: FastifyRequest, reply: FastifyReply, afterCharge: boolean): boolean {
		if (!request.logged) return false;
		const { path, page } = request.logged;
		const fault = this.faults.take({ path, page, afterCharge });
		if (!fault) return false;
		request.fault = fault;
		return strike(fault, reply);
	}

	/** Answers with the reply itself when a fault has dealt with the request. */
	private async receive(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
		if (request.url.startsWith('/sandbox/')) return undefined;
		request.logged = describe(request);
		this.log.start(request.logged);
		reply.raw.once('close', () => this.log.end());
		if (request.method !== 'POST') await this.pace.delay(this.settings.latency);
		if (!this.throttle.admits(Date.now())) throw new Refused(REFUSALS.throttled);
		return this.strikes(request, reply, false) ? reply : undefined;
	}
}

/** Notes the status, and damages the answer where a fault says so. */
const answer: onSendHookHandler = (request, reply, payload, done) => {
	if (request.logged) request.logged.status = reply.statusCode;
	const damage = request.fault?.kind;
	if (damage === 'cut') cutOff(reply, Buffer.from(payload as string | Buffer));
	else if (damage === 'truncate') done(null, half(Buffer.from(payload as string | Buffer)));
	else done(null, payload);
};

function describe(request: FastifyRequest): SandboxRequest {
	const [path] = request.url.split('?', 1);
	const query = { ...(request.query as Query) };
	return {
		method: request.method,
		path,
		query,
		page: requestedPage(query),
		status: null,
		hasToken: request.headers.authorization !== undefined,
		startedAt: Date.now(),
	};
}
