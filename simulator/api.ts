import type { FastifyInstance } from 'fastify';
import { Refused, REFUSALS } from './answers';
import type { World } from './resource';
import { RESOURCES } from './resources';
import { judgeToken } from './tokens';

/** Verifik's endpoints, which want a token, and the images that it saves, which do not. */
export function addApi(app: FastifyInstance, world: World): void {
	const { settings, account } = world;
	app.register(async (api) => {
		api.addHook('onRequest', async (request) => {
			const verdict = judgeToken(request.headers.authorization, settings.token);
			if (verdict === 'refused') throw new Refused(REFUSALS.tokenRefused);
			if (verdict === 'expired') throw new Refused(REFUSALS.tokenExpired);
		});
		for (const resource of RESOURCES) resource.addEndpoints(api, world);
	});

	app.get<{ Params: { id: string } }>('/images/:id', (request, reply) => {
		const image = account.images.get(request.params.id);
		if (image) void reply.type(image.mimeType).send(image.bytes);
		else reply.callNotFound();
	});
}
