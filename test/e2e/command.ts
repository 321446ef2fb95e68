import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { npm } from '../npm';

const execute = promisify(execFile);

export interface CommandSettings {
	cwd: string;
	/** on top of this process's own environment */
	env?: NodeJS.ProcessEnv;
}

/**
 * Runs a command to its end and answers what it printed.
 * @throws when it fails, with the end of its output
 */
export async function command(
	file: string,
	args: string[],
	{ cwd, env }: CommandSettings,
): Promise<string> {
	try {
		if (file === 'npm') return await npm(args, { cwd, ...(env && { env }) });
		const { stdout } = await execute(file, args, {
			cwd,
			env: { ...process.env, ...env },
			maxBuffer: 100 * 1024 * 1024,
		});
		return stdout;
	} catch (error) {
		throw failed([file, ...args].join(' '), cwd, error);
	}
}

function failed(line: string, cwd: string, error: unknown): Error {
	const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
	const output = `${stdout}\n${stderr}`.trim() || String(error);
	return new Error(`"${line}" failed in ${cwd}:\n${output.split('\n').slice(-30).join('\n')}`);
}
