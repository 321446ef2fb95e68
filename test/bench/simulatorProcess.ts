import { startSimulator, type SimulatorOptions } from '../../simulator';
import { answerParent } from './child';

/** Where a simulator is, and the token that it takes. */
export interface Account {
	url: string;
	token: string;
}

// started by bench.ts: a simulator in a process of its own takes no time from what is measured
answerParent<SimulatorOptions, Account>(async (options) => {
	const { url, token } = await startSimulator(options);
	return { url, token };
});
