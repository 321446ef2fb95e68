import type { IDataObject } from 'n8n-workflow';

import { wordsIn } from './errors/plainText';

/** As Joi, class-validator and others say it: `"perPage" is not allowed`, "property sort should not exist". */
const NOT_ALLOWED =
	/(\w+)["'`]? (?:is not (?:allowed|supported|permitted)|should not exist)|(?:unknown|unexpected|unsupported|unrecognized) (?:query )?(?:parameter|field|key|property):? ["'`]?(\w+)/gi;

/** Without it, the API answers with all records at once (B); docs/verifik-api.md. */
const NEEDED = 'page';

/**
 * The query parameters that a server refuses by name, for as long as this process runs. They only
 * spare work: the size of a page, the order, a period that is checked here again.
 */
export class RefusedParameters {
	private readonly names = new Set<string>();

	/** What may be asked for. */
	allowed(query: IDataObject): IDataObject {
		return Object.fromEntries(Object.entries(query).filter(([name]) => !this.names.has(name)));
	}

	/**
	 * Learns what an answer refuses.
	 *
	 * @param sent the query that was answered
	 * @returns the names in it that are left out from now on
	 */
	learn(body: unknown, sent: IDataObject): string[] {
		const named = [...wordsIn(body).join('\n').matchAll(NOT_ALLOWED)].flatMap(
			([, before, after]) => before ?? after ?? [],
		);
		const refused = Object.keys(sent).filter((name) => name !== NEEDED && named.includes(name));
		refused.forEach((name) => this.names.add(name));
		return refused;
	}
}
