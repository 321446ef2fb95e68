import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** On Windows npm is a batch file, which only a shell starts; and a shell wants quotes. */
const isWindows = process.platform === 'win32';

/**
 * Runs npm to its end and answers what it printed.
 *
 * @param env On top of this process's own environment.
 * @throws when it fails, with what it printed in `stdout` and `stderr`
 */
export async function npm(
	args: string[],
	{ cwd, env }: { cwd: string; env?: NodeJS.ProcessEnv },
): Promise<string> {
	const { stdout } = await execute('npm', isWindows ? args.map((arg) => `"${arg}"`) : args, {
		cwd,
		env: { ...process.env, ...env },
		maxBuffer: 100 * 1024 * 1024,
		shell: isWindows,
	});
	return stdout;
}
