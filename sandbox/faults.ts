import type { FastifyReply } from 'fastify';
import { documentedBody } from './answers';

/** One thing that goes wrong, and for which requests. */
export type Fault = FaultTarget & FaultKind;

export interface FaultTarget {
	/** Only list requests for this page. Default: any request. */
	page?: number;
	/** Only requests whose path starts so, `/images/` say. Default: any request. */
	path?: string;
	/** How many requests it strikes before it is used up. Default 1. */
	times?: number;
	/** Strikes a POST once its checks are done and charged, and nothing else. Default false. */
	afterCharge?: boolean;
}

export type FaultKind =
	/** That status; the body is the one Verifik documents for it unless given. */
	| { kind: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
	/** The connection is closed before any answer. */
	| { kind: 'drop' }
	/** The connection is closed halfway through the body. */
	| { kind: 'cut' }
	/** A complete answer whose JSON stops halfway. */
	| { kind: 'truncate' }
	/** No answer, ever. */
	| { kind: 'hang' }
	/** 302 to that location. */
	| { kind: 'redirect'; location: string }
	/** 200 with a web page, as a wrong base URL would give. */
	| { kind: 'html' };

export interface FaultMoment {
	path: string;
	page: number | undefined;
	afterCharge: boolean;
}

/** The faults that wait for a request, oldest first. */
export class FaultQueue {
	private waiting: Array<{ fault: Fault; left: number }> = [];

	add(fault: Fault): void {
		this.waiting.push({ fault, left: fault.times ?? 1 });
	}

	/** Takes the oldest fault meant for this moment, if there is one. */
	take({ path, page, afterCharge }: FaultMoment): Fault | undefined {
		const found = this.waiting.find(
			({ fault }) =>
				(fault.afterCharge ?? false) === afterCharge &&
				(fault.page === undefined || fault.page === page) &&
				(fault.path === undefined || path.startsWith(fault.path)),
		);
		if (!found) return undefined;
		found.left -= 1;
		if (found.left <= 0) this.waiting = this.waiting.filter((entry) => entry !== found);
		return found.fault;
	}

	clear(): void {
		this.waiting = [];
	}
}

/**
 * Lets a fault that needs no regular answer strike.
 *
 * @returns whether the request is dealt with. `cut` and `truncate` are not: they damage the answer
 * on its way out, with `cutOff` and `half`.
 */
export function strike(fault: Fault, reply: FastifyReply): boolean {
	switch (fault.kind) {
		case 'status':
			void reply
				.code(fault.status)
				.headers(fault.headers ?? {})
				.send(fault.body === undefined ? documentedBody(fault.status) : fault.body);
			return true;
		case 'redirect':
			void reply.redirect(fault.location);
			return true;
		case 'html':
			void reply.type('text/html').send('<!doctype html><title>Welcome</title><p>Welcome.</p>');
			return true;
		case 'drop':
			reply.hijack();
			reply.raw.destroy();
			return true;
		case 'hang':
			reply.hijack();
			return true;
		case 'cut':
		case 'truncate':
			return false;
	}
}

/** Sends the first half of the body under the length of the whole, then closes the connection. */
export function cutOff(reply: FastifyReply, body: Buffer): void {
	reply.raw.writeHead(reply.statusCode, {
		'content-type': String(reply.getHeader('content-type')),
		'content-length': body.length,
	});
	reply.raw.write(half(body), () => reply.raw.destroy());
}

export function half(body: Buffer): Buffer {
	return body.subarray(0, body.length >> 1);
}

const PLAIN_KINDS = ['drop', 'cut', 'truncate', 'hang', 'html'] as const;

/**
 * Reads a fault in short: a status or a kind, then `@page`, then `xtimes`: `429@57`, `dropx3`.
 * Undefined when it is none.
 */
export function parseFault(text: string): Fault | undefined {
	const match = /^([a-z]+|\d{3})(?:@(\d+))?(?:x(\d+))?$/.exec(text);
	const [, what, page, times] = match ?? [];
	const target = { page: optionalNumber(page), times: optionalNumber(times) };
	if (/^[2-5]\d\d$/.test(what)) return { ...target, kind: 'status', status: Number(what) };
	const kind = PLAIN_KINDS.find((plain) => plain === what);
	return kind && { ...target, kind };
}

function optionalNumber(digits: string | undefined): number | undefined {
	return digits === undefined ? undefined : Number(digits);
}

/** Tells whether a value from outside (JSON) is a fault. */
export function isFault(value: unknown): value is Fault {
	if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
	if ('page' in value && typeof value.page !== 'number') return false;
	if ('times' in value && typeof value.times !== 'number') return false;
	switch (value.kind) {
		case 'status':
			return 'status' in value && typeof value.status === 'number';
		case 'redirect':
			return 'location' in value && typeof value.location === 'string';
		default:
			return PLAIN_KINDS.some((kind) => kind === value.kind);
	}
}
