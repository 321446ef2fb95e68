import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { wordsIn } from './errors/plainText';

/** As Joi, class-validator and others say it: `"perPage" is not allowed`, "property sort should not exist". */
const NOT_ALLOWED =
	/(\w+)["'`]? (?:is not (?:allowed|supported|permitted)|should not exist)|(?:unknown|unexpected|unsupported|unrecognized) (?:query )?(?:parameter|field|key|property):? ["'`]?(\w+)/gi;

/** Without it, the API answers with all records at once (B); docs/verifik-api.md. */
const NEEDED = 'page';

/** What of a query may be asked for. */
export function allowedParameters(query: IDataObject = {}, refused: Set<string>): IDataObject {
	return Object.fromEntries(Object.entries(query).filter(([name]) => !refused.has(name)));
}

/**
 * Learns which parameters a server refuses by name. They only spare work: the size of a page, the
 * order, a period that is checked here again.
 *
 * @param refused is added to
 * @param sent the query that was answered
 * @returns whether there is something in it that is left out from now on
 */
export function learnRefused(
	refused: Set<string>,
	body: unknown,
	sent: IDataObject,
	logger: IExecuteFunctions['logger'],
): boolean {
	const named = [...wordsIn(body).join('\n').matchAll(NOT_ALLOWED)].flat();
	const names = Object.keys(sent).filter((name) => name !== NEEDED && named.includes(name));
	for (const name of names) {
		refused.add(name);
		logger.warn(`Verifik refuses "${name}", which is no longer asked for.`);
	}
	return names.length > 0;
}
