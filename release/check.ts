import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { npm } from '../test/npm';
import { byHand, checkTarball, quickChecks, type Check, type Surroundings } from './checks';

/** The folder in which the command was given: a copy of the project can be looked at. */
const root = resolve(process.cwd());

/** What git prints, line by line; none when it fails. */
function git(...args: string[]): string[] {
	const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
	return status === 0 ? stdout.split('\n').filter((line) => line !== '') : [];
}

function succeeds(file: string, args: string[]): boolean {
	return spawnSync(file, args, { cwd: root, stdio: 'ignore' }).status === 0;
}

/** `origin/main` on GitHub and wherever there is a remote, else the branch here. */
function isOnMain(): boolean | undefined {
	const main = ['origin/main', 'main'].find(
		(name) => git('rev-parse', '--verify', name).length > 0,
	);
	if (main === undefined) return undefined;
	return succeeds('git', ['merge-base', '--is-ancestor', 'HEAD', main]);
}

function lookAround(): Surroundings {
	// a row of the table: "| 2.41.0 | 769 | 0 |"
	const [table] = git(
		'log',
		'-1',
		'--format=%H',
		'-G^\\| [0-9]+\\.[0-9]+\\.[0-9]+ +\\|',
		'--',
		'README.md',
	);
	return {
		root,
		tags: git('tag', '--points-at', 'HEAD'),
		isOnMain: isOnMain(),
		changed: git('status', '--porcelain').map((line) => line.slice(3)),
		newerThanCompat: table
			? git('log', '--format=%h', `${table}..HEAD`, '--', 'nodes', 'credentials')
			: ['never written'],
		files: git('ls-files'),
		runsIn: process.env.GITHUB_REPOSITORY,
	};
}

/** A check that is a command: ticked when it succeeds, else with the end of what it printed. */
function commandCheck(what: string, file: string, args: string[]): Check {
	const { status, stdout, stderr } = spawnSync(file, args, {
		cwd: root,
		encoding: 'utf8',
		shell: process.platform === 'win32',
	});
	const end = `${stdout}${stderr}`.trim().split('\n').slice(-8).join('\n    ');
	return { what, problem: status === 0 ? undefined : end };
}

async function checkPackage(): Promise<Check[]> {
	const printed = await npm(['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root });
	const [tarball] = JSON.parse(printed);
	const publint = join(root, 'node_modules/publint/src/cli.js');
	return [
		checkTarball(tarball),
		commandCheck('publint has nothing to say', process.execPath, [publint, '--strict', root]),
		scan('sources'),
		commandCheck('Lint passes', 'npm', ['run', '-s', 'lint']),
	];
}

/** n8n's own scan, as its reviewers run it. */
function scan(what: string): Check {
	const script = join(root, 'test/contract/scan.mjs');
	const { stdout } = spawnSync(process.execPath, [script, what, root], {
		cwd: root,
		encoding: 'utf8',
	});
	const { passed, details } = JSON.parse(stdout);
	return {
		what: "n8n's scan passes",
		problem: passed ? undefined : String(details ?? 'see npm test'),
	};
}

function print({ what, problem }: Check): void {
	process.stdout.write(`${problem === undefined ? '✓' : '✗'} ${what}\n`);
	if (problem !== undefined) process.stdout.write(`    ${problem}\n`);
}

async function main(): Promise<void> {
	const checks = quickChecks(lookAround());
	checks.forEach(print);
	const others = await checkPackage();
	others.forEach(print);
	const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	process.stdout.write('\nOnly a person can see whether\n');
	for (const text of byHand(manifest)) process.stdout.write(`· ${text}\n`);
	const crossed = [...checks, ...others].filter(({ problem }) => problem !== undefined);
	process.stdout.write(
		crossed.length === 0 ? '\nReady.\n' : `\nNot ready: ${crossed.length} crossed.\n`,
	);
	process.exitCode = crossed.length === 0 ? 0 : 1;
}

void main();
