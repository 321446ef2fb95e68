import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply } from 'fastify';
import { documentedBody } from './answers';
import type { Fault } from './faults';

/**
 * Lets a fault that needs no regular answer strike.
 *
 * @returns whether the request is dealt with. `cut`, `truncate` and `dribble` are not: they damage
 * the answer on its way out, with `cutOff`, `half` and `dribble`. Nor are those that are a matter
 * of what the answer says.
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
		case 'body':
			void reply.type(JSON_TYPE).send(JSON.stringify(fault.body));
			return true;
		case 'endless':
			reply.hijack();
			if (reply.raw.destroyed) return true;
			sendHead(reply, fault.status ?? 200, { 'content-type': JSON_TYPE, ...fault.headers });
			reply.raw.write('{"data":[');
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
		case 'dribble':
		case 'empty':
		case 'repeat':
		case 'first':
		case 'another':
			return false;
	}
}

/** Sends the first half of the body under the length of the whole, then closes the connection. */
export function cutOff(reply: FastifyReply, body: Buffer): void {
	sendHead(reply, reply.statusCode, { 'content-length': body.length });
	reply.raw.write(half(body), () => reply.raw.destroy());
}

export function half(body: Buffer): Buffer {
	return body.subarray(0, body.length >> 1);
}

/** Sends the headers, then `bytes` of the body every `intervalMs`, as long as somebody listens. */
export function dribble(
	reply: FastifyReply,
	body: Buffer,
	{ intervalMs, bytes = 64 }: { intervalMs: number; bytes?: number },
): void {
	// whoever has gone away meanwhile is not written to
	if (reply.raw.destroyed) return;
	sendHead(reply, reply.statusCode, { 'content-length': body.length });
	reply.raw.flushHeaders();
	let sent = 0;
	const timer = setInterval(() => {
		reply.raw.write(body.subarray(sent, sent + bytes));
		sent += bytes;
		if (sent < body.length) return;
		clearInterval(timer);
		reply.raw.end();
	}, intervalMs);
	reply.raw.once('close', () => clearInterval(timer));
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** Past fastify, which would send the whole body with it. */
function sendHead(reply: FastifyReply, status: number, more: OutgoingHttpHeaders): void {
	const soFar = reply.getHeaders() as OutgoingHttpHeaders;
	reply.raw.writeHead(status, { ...soFar, ...more });
}
