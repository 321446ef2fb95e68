import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

type Reply<Answer> = { answer: Answer } | { error: string };

/** A script of this folder in a process of its own. It ends when this process does. */
export class Child<Question, Answer> {
	private readonly process: ChildProcess;

	/**
	 * @param script the name of the file; it has to call `answerParent`
	 * @param node the Node that runs it
	 */
	constructor(script: string, node = process.execPath) {
		this.process = fork(join(__dirname, script), {
			execPath: node,
			execArgv: ['--import', 'tsx'],
			serialization: 'advanced',
		});
	}

	/** @throws when the script fails, or ends without an answer */
	async ask(question: Question): Promise<Answer> {
		const patience = new AbortController();
		const { signal } = patience;
		try {
			this.process.send(question as object);
			const [reply] = (await Promise.race([
				once(this.process, 'message', { signal }),
				once(this.process, 'exit', { signal }).then(() => [{ error: 'The process has ended' }]),
			])) as [Reply<Answer>];
			if ('error' in reply) throw new Error(reply.error);
			return reply.answer;
		} finally {
			patience.abort();
		}
	}

	stop(): void {
		if (this.process.connected) this.process.disconnect();
	}
}

/** The script's side: answers one question after another, and ends with the parent. */
export function answerParent<Question, Answer>(
	answer: (question: Question) => Promise<Answer>,
): void {
	process.on('message', (question: Question) => {
		answer(question).then(
			(given) => process.send?.({ answer: given }),
			(error) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
		);
	});
	process.once('disconnect', () => process.exit());
}
