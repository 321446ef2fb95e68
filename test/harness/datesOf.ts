import type { Simulator } from '../../simulator';
import { withServer } from './server';

/** The account's list and records as they are, but for how each `createdAt` is written. */
export async function withDates<T>(
	{ url }: Simulator,
	write: (createdAt: string) => string,
	run: (url: string) => Promise<T>,
): Promise<T> {
	return await withServer(
		(request, response) => {
			const { authorization = '' } = request.headers;
			void fetch(`${url}${request.url}`, { headers: { authorization } }).then(async (answer) => {
				const text = await answer.text();
				response.setHeader('content-type', 'application/json');
				response.writeHead(answer.status);
				response.end(
					text.replace(
						/("createdAt":)"([^"]*)"/g,
						(_, name, createdAt) => `${name}${JSON.stringify(write(createdAt))}`,
					),
				);
			});
		},
		async (server) => await run(server.url),
	);
}
