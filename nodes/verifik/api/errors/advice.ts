import type { FailureFacts } from './failure';

const BASE_URL = 'https://api.verifik.co';
export const SET_BASE_URL = `Open the Verifik API credential and set Base URL to ${BASE_URL}, without a path.`;

export const nameOf = ({ noun = 'this service' }: FailureFacts) => noun;
export const addressOf = ({ baseUrl = 'the Base URL' }: FailureFacts) => baseUrl;
export const because = ({ reason }: FailureFacts) => (reason === undefined ? '' : ` (${reason})`);
export const answeredWith = ({ statusCode, received = `status ${statusCode}` }: FailureFacts) =>
	statusCode === undefined ? '' : `It answered with ${received}. `;

/** The Base URL is the first thing to check, unless it is the one that Verifik has. */
export const checkBaseUrl = (facts: FailureFacts) =>
	facts.baseUrl === BASE_URL ? '' : `${SET_BASE_URL} `;

/** What may stand between this n8n and Verifik, in the order in which to look for it. */
export function whoElseAnswers(facts: FailureFacts): string {
	const { statusCode, baseUrl } = facts;
	const own = baseUrl === BASE_URL ? 'Ask' : 'If it is right, ask';
	if (statusCode === 407) {
		return `${own} whoever runs this n8n: the proxy of its network wants a user name and a password, which HTTPS_PROXY has to bring.`;
	}
	const access =
		statusCode === 403 ? ` Last, ask Verifik whether the account may use ${nameOf(facts)}.` : '';
	return `${own} whoever runs this n8n whether a proxy, a firewall or a sign-in page of its network answers instead. If none does, Verifik may be under maintenance: try again later.${access}`;
}

export function capitalize(text: string): string {
	return /^https?:/i.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);
}
