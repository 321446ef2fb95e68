import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { addressOf, parseRepository, PLACES } from './repository';

/** The folder in which the command was given: a copy of the project can be tried out. */
const root = resolve(process.cwd());

/** npm run set-repository -- owner/name: writes it wherever it has to stand. */
function main([text = '']: string[]): void {
	const repository = parseRepository(text);
	if (!repository) {
		process.stderr.write(
			'Write the owner and the name of the repository on GitHub: npm run set-repository -- owner/name\n',
		);
		process.exitCode = 1;
		return;
	}
	for (const [file, write] of Object.entries(PLACES)) {
		const path = join(root, file);
		writeFileSync(path, write(readFileSync(path, 'utf8'), repository));
	}
	const prettier = join(root, 'node_modules/prettier/bin/prettier.cjs');
	const formatted = Object.keys(PLACES).filter((file) => !file.endsWith('.txt'));
	const options = ['--log-level', 'warn', '--write', ...formatted];
	const { status } = spawnSync(process.execPath, [prettier, ...options], {
		cwd: root,
		stdio: 'inherit',
	});
	process.exitCode = status ?? 1;
	process.stdout.write(
		`${addressOf(repository)} is now in ${Object.keys(PLACES).join(', ')}.\nCheck the author in package.json, then run: npm run release:check\n`,
	);
}

main(process.argv.slice(2));
