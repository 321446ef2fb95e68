import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refused, REFUSALS, SIGNATURE } from './answers';
import { joinJson, listAnswer, type Query } from './list';
import type { Resource, World } from './resource';
import { LONGEST_BODY, readSubmission } from './submissions';

const PATH = '/v2/document-liveness';

/** The endpoints of document liveness, as docs/verifik-api.md has them. */
export const documentLiveness: Resource = { path: PATH, addEndpoints };

function addEndpoints(api: FastifyInstance, { settings, account, traffic }: World): void {
	let lists = 0;
	const list = (request: FastifyRequest, reply: FastifyReply): void => {
		const query = request.query as Query;
		sendJson(reply, listAnswer(account.store, query, settings, lists, request.fault));
		lists += 1;
		const { drift, retention } = settings;
		if (drift && lists % drift.every === 0) account.arrive(drift.records);
		if (retention && lists % retention.every === 0) account.store.dropOldest(retention.records);
	};

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
}

/** Bytes go out as they are: nothing is serialised per request. */
function sendJson(reply: FastifyReply, json: Buffer): void {
	void reply.type('application/json; charset=utf-8').send(json);
}

async function refuseOversized(request: FastifyRequest): Promise<void> {
	const length = Number(request.headers['content-length'] ?? 0);
	if (length > LONGEST_BODY) throw new Refused(REFUSALS.imageTooLarge);
}
