import type { FastifyInstance } from 'fastify';
import type { Account } from './account';
import type { Settings } from './options';
import type { Traffic } from './traffic';

/** What an endpoint answers from. */
export interface World {
	settings: Settings;
	account: Account;
	traffic: Traffic;
}

/** One of Verifik's resources. */
export interface Resource {
	/** Of its list; one of its entries has its id behind it. */
	readonly path: string;
	/** Adds what answers below that path. The token has been judged before. */
	addEndpoints(api: FastifyInstance, world: World): void;
}
