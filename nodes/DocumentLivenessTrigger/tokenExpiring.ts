import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import {
	cleanToken,
	tokenEnvironment,
	tokenExpiry,
	type Environment,
} from '../verifik/api/credential';
import { verifikError, withWords } from '../verifik/api/errors/VerifikError';
import { fieldsOf } from '../verifik/json';
import { read } from '../verifik/parameters/parameter';
import { daysBefore as daysBeforeParameter } from './parameters';
import type { PollInputs } from './pollMemory';

const DAY_MS = 24 * 60 * 60 * 1000;

/** What the last item was about. */
interface LastNotice {
	/** ISO, when that token expires */
	expiresAt: string;
	/** a day of the workflow's time zone: "2026-01-31" */
	day: string;
}

/**
 * The event "Access Token About to Expire": one item a day, from so many days before the token
 * expires, and after that as well. The token itself says when; nothing is asked of Verifik.
 */
export function tokenExpiring({ context, source, dependencies: { clock } }: PollInputs) {
	const daysBefore = read(source, daysBeforeParameter);
	return {
		key: 'token',
		sample: async () => [itemOf(await readToken(context), context, clock.now())],
		poll: async (state: unknown) => {
			const token = await readToken(context);
			const { expiry } = token;
			const nowMs = clock.now();
			const notice: LastNotice = {
				expiresAt: expiry.toISOString(),
				day: dayOf(nowMs, source.timezone),
			};
			const isDue = nowMs >= expiry.getTime() - daysBefore * DAY_MS;
			if (!isDue || isSame(state, notice)) return { items: [], state };
			return { items: [itemOf(token, context, nowMs)], state: notice };
		},
	};
}

/** What a token says of itself. */
interface TokenFacts {
	expiry: Date;
	environment: Environment | undefined;
}

/** @throws {VerifikError} when the token does not say when it expires */
async function readToken(context: IPollFunctions): Promise<TokenFacts> {
	const { accessToken } = await context.getCredentials('verifikApi');
	const token = cleanToken(accessToken);
	if (token === '') throw verifikError('noAccessToken');
	const expiry = tokenExpiry(token);
	if (expiry !== undefined) return { expiry, environment: tokenEnvironment(token) };
	throw withWords(verifikError('noAccessToken'), {
		message: 'The access token does not say when it expires',
		description:
			"This trigger reads the date from the token itself. Check that the whole token is in the Verifik API credential, as copied from Verifik's client panel. If it is, its expiry cannot be known: note the date when you create a token, and remind yourself with a Schedule Trigger.",
	});
}

function itemOf(
	{ expiry, environment }: TokenFacts,
	context: IPollFunctions,
	nowMs: number,
): INodeExecutionData {
	const { verifikApi } = context.getNode().credentials ?? {};
	return {
		json: {
			expiresAt: expiry.toISOString(),
			// whole days; below 0 once it has expired
			daysLeft: Math.floor((expiry.getTime() - nowMs) / DAY_MS),
			credential: verifikApi?.name ?? 'Verifik API',
			// "sandbox": what Verifik gives with this token is made up
			environment: environment ?? null,
		},
	};
}

/** Whether the state is that notice; any other state is not. */
function isSame(state: unknown, notice: LastNotice): boolean {
	const { expiresAt, day } = fieldsOf(state);
	return expiresAt === notice.expiresAt && day === notice.day;
}

/** The day in a time zone: "2026-01-31". */
function dayOf(atMs: number, timeZone: string): string {
	return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(atMs);
}
