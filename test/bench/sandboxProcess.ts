import { startSandbox, type SandboxOptions } from '../../sandbox';
import { answerParent } from './child';

/** Where a sandbox is, and the token that it takes. */
export interface Account {
	url: string;
	token: string;
}

// started by bench.ts: a sandbox in a process of its own takes no time from what is measured
answerParent<SandboxOptions, Account>(async (options) => {
	const { url, token } = await startSandbox(options);
	return { url, token };
});
