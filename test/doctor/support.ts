import { startSimulator, type Simulator, type SimulatorOptions } from '../../simulator';
import type { Finding } from '../../doctor/finding';
import { examine, type Examination } from '../../doctor/examine';

/** What the doctor makes of a simulator, and the simulator as it was left. */
export async function examineSimulator(
	options: SimulatorOptions,
	prepare: (simulator: Simulator) => void = () => {},
	token?: string,
): Promise<{ examination: Examination; simulator: Simulator }> {
	const simulator = await startSimulator({
		count: 260,
		mode: 'production',
		formula: 'minimum',
		...options,
	});
	try {
		prepare(simulator);
		const account = { baseUrl: simulator.url, token: token ?? simulator.token };
		return { examination: await examine(account), simulator };
	} finally {
		await simulator.close();
	}
}

export const ALL_QUESTIONS = [
	'What a page comes in',
	'What decides the page size',
	'Records on the largest page',
	'The second page',
	'The order, by createdAt',
	'whereGTE_createdAt',
	'whereLTE_createdAt',
	'total, all in all',
	'pages',
	'total, with dates',
	'isLive in the list',
	'aggregatedScore, a number',
	'Not live, by score or check',
	'aggregatedScore, of the checks',
	'Reading the list',
	'A record by its ID',
	'An ID that no record has',
	'An ID that is not made of 24 digits',
	'Headers of a quota',
	'How the token says that it expires',
	"The token's mode",
] as const;

export type Question = (typeof ALL_QUESTIONS)[number];

/** The questions whose answer is not what the code assumes, and those that cannot be told. */
export function verdicts(examination: Examination): { otherwise: string[]; unknown: string[] } {
	if (examination.problem !== undefined) throw new Error(examination.problem);
	const { findings } = examination;
	const asked = (wanted: boolean | undefined) =>
		findings.filter(({ isAsAssumed }) => isAsAssumed === wanted).map(({ question }) => question);
	expect(findings.map(({ question }) => question)).toEqual(ALL_QUESTIONS);
	return { otherwise: asked(false), unknown: asked(undefined) };
}

/** What is said of one question. */
export function seenOf(examination: Examination, wanted: string): Partial<Finding> {
	const findings = examination.problem === undefined ? examination.findings : [];
	return findings.find(({ question }) => question === wanted) ?? {};
}
