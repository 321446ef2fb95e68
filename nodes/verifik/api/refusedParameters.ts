import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { wordsIn } from './errors/plainText';
import type { Gate } from './gate';

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
	 * @returns whether there is something in it that is left out from now on
	 */
	learn(body: unknown, sent: IDataObject, logger: IExecuteFunctions['logger']): boolean {
		const named = [...wordsIn(body).join('\n').matchAll(NOT_ALLOWED)].flat();
		const refused = Object.keys(sent).filter((name) => name !== NEEDED && named.includes(name));
		for (const name of refused) {
			this.names.add(name);
			logger.warn(`Verifik refuses "${name}", which is no longer asked for.`);
		}
		return refused.length > 0;
	}
}

const byGate = new WeakMap<Gate, RefusedParameters>();

/** What the server of an account refuses; forgotten with the account's gate. */
export function refusedBy(gate: Gate): RefusedParameters {
	const known = byGate.get(gate) ?? new RefusedParameters();
	byGate.set(gate, known);
	return known;
}
