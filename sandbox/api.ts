import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from './account';
import { Refused, REFUSALS, SIGNATURE } from './answers';
import { joinJson, listAnswer, type Query } from './list';
import type { Settings } from './options';
import { LONGEST_BODY, readSubmission } from './submissions';
import { judgeToken } from './tokens';
import type { Traffic } from './traffic';

const PATH = '/v2/document-liveness';

/** Verifik's endpoints, as docs/verifik-api.md has them, and the images that it saves. */
export function addApi(
	app: FastifyInstance,
	settings: Settings,
	account: Account,
	traffic: Traffic,
): void {
	let lists = 0;
	const list = (request: FastifyRequest, reply: FastifyReply): void => {
		const query = request.query as Query;
		sendJson(reply, listAnswer(account.store, query, settings, lists, request.fault));
		lists += 1;
		const { drift } = settings;
		if (drift && lists % drift.every === 0) account.arrive(drift.records);
	};

	app.register(async (api) => {
		api.addHook('onRequest', async (request) => {
			const verdict = judgeToken(request.headers.authorization, settings.token);
			if (verdict === 'refused') throw new Refused(REFUSALS.tokenRefused);
			if (verdict === 'expired') throw new Refused(REFUSALS.tokenExpired);
		});

		api.get(PATH, list);
		// An empty id is the list.
		api.get(`${PATH}/`, list);

		api.get<{ Params: { id: string } }>(`${PATH}/:id`, (request, reply) => {
			const { id } = request.params;
			const isAnother = request.fault?.kind === 'another';
			const record = isAnother ? account.store.otherThan(id) : account.store.json(id);
			if (record === undefined) throw new Refused(REFUSALS.recordNotFound);
			sendJson(reply, joinJson('{"data":', [record], '}'));
		});

		api.post(PATH, { onRequest: refuseOversized }, async (request, reply) => {
			const { submission, image } = readSubmission(request.body);
			await traffic.pace.delay(settings.createLatency);
			// Nobody asks whether the client is still there: the checks are done, so they are charged.
			const record = account.process(
				submission,
				image,
				(id) => `http://${request.host}/images/${id}`,
			);
			if (traffic.strikes(request, reply, true)) return reply;
			return { data: record, signature: SIGNATURE, id: record._id.slice(-5).toUpperCase() };
		});
	});

	app.get<{ Params: { id: string } }>('/images/:id', (request, reply) => {
		const image = account.images.get(request.params.id);
		if (image) void reply.type(image.mimeType).send(image.bytes);
		else reply.callNotFound();
	});
}

/** Bytes go out as they are: nothing is serialised per request. */
function sendJson(reply: FastifyReply, json: Buffer): void {
	void reply.type('application/json; charset=utf-8').send(json);
}

async function refuseOversized(request: FastifyRequest): Promise<void> {
	const length = Number(request.headers['content-length'] ?? 0);
	if (length > LONGEST_BODY) throw new Refused(REFUSALS.imageTooLarge);
}
