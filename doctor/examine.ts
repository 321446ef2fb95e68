import { Asker, MOST_REQUESTS, type Account, type Answer } from './ask';
import type { Finding } from './finding';
import { judge } from './judge';
import { judgeMode, judgeToken } from './token';
import { visit } from './visit';

/** What the doctor found, or why there was nothing to examine. */
export type Examination =
	| { findings: Finding[]; requests: number; problem?: undefined }
	| { problem: string; requests: number };

/** Asks the account, and judges what came. Nothing is changed, and nothing but GET is sent. */
export async function examine(account: Account): Promise<Examination> {
	const asker = new Asker(account);
	try {
		const found = await visit(asker);
		const { requests } = asker;
		if (!found.first.got) return { problem: problemOf(found.first.answer), requests };
		return {
			findings: [...judge(found), judgeToken(account.token), judgeMode(account.token)],
			requests,
		};
	} catch (error) {
		return { problem: withoutAnswer(error), requests: asker.requests };
	}
}

function problemOf({ status }: Answer): string {
	if (status === 401 || status === 403) {
		return `Verifik did not accept the access token (status ${status}). Create a new one in Verifik's client panel and set it as VERIFIK_ACCESS_TOKEN.`;
	}
	if (status === 429 || status === 509) {
		return `Verifik is receiving too many requests (status ${status}). Try again later; the doctor needs ${MOST_REQUESTS} requests.`;
	}
	if (status === 200) return 'What came is no page of records. Check VERIFIK_BASE_URL.';
	return `Verifik answered with status ${status}. Check VERIFIK_BASE_URL, or try again later.`;
}

/** Without the words of the cause, which may hold an address. */
function withoutAnswer(error: unknown): string {
	const isLate = error instanceof Error && error.name === 'TimeoutError';
	return isLate
		? 'Verifik did not answer within 30 s. Try again later.'
		: 'Verifik could not be reached, or its answer was cut off. Check VERIFIK_BASE_URL and your network.';
}
