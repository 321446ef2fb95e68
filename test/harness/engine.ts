import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { inspect } from 'node:util';
import type * as Core from 'n8n-core';
import type * as N8nWorkflow from 'n8n-workflow';

/** What n8n wrote to its log: the message and, behind it, all that was logged with it. */
export interface LogEntry {
	level: string;
	text: string;
}

type Sink = { log: (level: string, message: string, metadata: object) => void; child: () => Sink };
type Token<T> = abstract new (...args: never[]) => T;
type Container = { get: <T>(type: Token<T>) => T; set: <T>(type: Token<T>, instance: T) => void };
type Logger = { setInternalLogger: (sink: Sink) => void };

// n8n's configuration reads the environment when it is loaded. Silent: no console, every level kept.
process.env.N8N_LOG_LEVEL = 'silent';

/** The repository's root, where package.json is. */
export const projectRoot = resolve(__dirname, '../..');

/** A folder with n8n-core in its node_modules: this repository, unless another engine is wanted. */
const engineRoot = process.env.N8N_ENGINE_ROOT ?? projectRoot;
const requireFromRoot = createRequire(join(engineRoot, 'package.json'));
const requireFromCore = createRequire(requireFromRoot.resolve('n8n-core'));

/** Of n8n-core, which is numbered apart from n8n: 1.98.0 is n8n 1.99.1's. */
export const engineVersion: string = requireFromRoot('n8n-core/package.json').version;

/** n8n-core, the engine. */
export const core = requireFromRoot('n8n-core') as typeof Core;
/** n8n-workflow, the very copy that the engine uses. */
export const n8nWorkflow = requireFromCore('n8n-workflow') as typeof N8nWorkflow;

/** n8n's services, in the copy that the engine uses. */
export const { Container } = requireFromCore('@n8n/di') as { Container: Container };
const { Logger } = requireFromCore('@n8n/backend-common') as { Logger: Token<Logger> };

const entries: LogEntry[] = [];
const sink: Sink = {
	log(level, message, metadata) {
		const details = inspect(metadata, { depth: null, maxArrayLength: null, maxStringLength: null });
		entries.push({ level, text: `${message} ${details}` });
	},
	child: () => sink,
};

// n8n's own logger, so that what is kept is what n8n would have written; only its sink is ours.
Container.get(Logger).setInternalLogger(sink);

// n8n matches what is typed into a field under a time limit, which a busy machine may not keep. It
// lets its server put another engine in that place; lines that have no such limit lack the function.
n8nWorkflow.setSafeRegexEngine?.({
	exec: (pattern, input, flags) => new RegExp(pattern, flags).exec(input),
	test: (pattern, input, flags) => new RegExp(pattern, flags).test(input),
	replace: (pattern, input, flags, by) => input.replace(new RegExp(pattern, flags), by),
	matchAll: (pattern, input, flags = '') => [
		...input.matchAll(new RegExp(pattern, [...new Set(`${flags}g`)].join(''))),
	],
	split: (pattern, input, flags) => input.split(new RegExp(pattern, flags)),
});

// The real settings write an encryption key into the home directory.
Container.set(core.InstanceSettings, {
	instanceId: 'harness',
	encryptionKey: 'harness',
	hmacSignatureSecret: 'harness',
	n8nFolder: join(tmpdir(), 'n8n-harness'),
} as Core.InstanceSettings);

/** All that n8n logged in this process so far, debug messages included, oldest first. */
export function logged(): readonly LogEntry[] {
	return entries;
}

/** Lets go of what was logged so far, for a process that runs for long. */
export function forgetLogged(): void {
	entries.length = 0;
}
