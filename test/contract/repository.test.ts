import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { addressOf, parseRepository, PLACES, repositoryOf } from '../../release/repository';
import { filesUnder, manifest, root, temporaryFolder } from './built';

const repository = repositoryOf(manifest);
const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

/** Every file that somebody outside gets to see, on GitHub, in n8n or in the registry. */
const pages = [
	...['.github', 'credentials', 'docs', 'examples', 'nodes'].flatMap((folder) =>
		filesUnder(join(root, folder)).map((file) => `${folder}/${file}`),
	),
	...['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'package.json'],
].filter((file) => /\.(json|md|ts|yml)$/.test(file));

/** Repositories of others that are linked to or whose actions are used. */
const OTHERS = ['https://github.com/n8n-io/'];

describe('the repository of the package', () => {
	it.each(Object.keys(PLACES))('is the same in %s as in package.json', (file) => {
		const text = textOf(file);
		expect(PLACES[file](text, repository)).toBe(text);
	});

	it('is named nowhere else', () => {
		const foreign = pages.flatMap((file) =>
			[...textOf(file).matchAll(/https:\/\/(?:github\.com|raw\.githubusercontent\.com)\/\S*/g)]
				.map(([address]) => address)
				.filter((address) => !OTHERS.some((other) => address.startsWith(other)))
				.filter(() => !repository || !(file in PLACES))
				.map((address) => `${file}: ${address}`),
		);
		expect(foreign).toEqual([]);
	});

	it('has to be set before the package can be published', () => {
		expect(manifest.private ?? false).toBe(repository === undefined);
	});

	it('is set by one command, and changed by the same', () => {
		const copy = temporaryFolder();
		try {
			for (const file of [...Object.keys(PLACES), '.prettierrc.json']) {
				mkdirSync(dirname(join(copy, file)), { recursive: true });
				cpSync(join(root, file), join(copy, file));
			}
			symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
			for (const name of ['somebody/something', 'a-much-longer-owner/with.another-name']) {
				const script = join(root, 'release/setRepository.ts');
				const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');
				const { status, stderr } = spawnSync(process.execPath, [tsx, script, name], { cwd: copy });
				expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' });
				const set = parseRepository(name)!;
				for (const file of Object.keys(PLACES)) {
					const text = readFileSync(join(copy, file), 'utf8');
					expect(text).toContain(`${addressOf(set)}`);
					expect(PLACES[file](text, set)).toBe(text);
				}
				const written = JSON.parse(readFileSync(join(copy, 'package.json'), 'utf8'));
				expect(written).not.toHaveProperty('private');
				expect(written.author.name).toBe(set.owner);
				const readme = readFileSync(join(copy, 'README.md'), 'utf8');
				expect(readme).not.toMatch(/\]\((?!https?:|#)|\b(src|srcset)="(?!https?:)/);
				const pictures = `https://raw.githubusercontent.com/${name}/HEAD/docs/images`;
				expect(readme).toContain(`src="${pictures}/weekly-report.png"`);
				expect(readme).toContain(`srcset="${pictures}/weekly-report-dark.png"`);
				expect(readme).toContain(`(${pictures}/credential.png)`);
			}
			expect(readFileSync(join(copy, 'README.md'), 'utf8')).not.toContain('somebody/');
		} finally {
			rmSync(copy, { recursive: true });
		}
	});

	it('can be taken out again without a trace', () => {
		const set = parseRepository('somebody/something')!;
		for (const [file, write] of Object.entries(PLACES)) {
			const without = write(textOf(file), undefined);
			expect(write(write(without, set), undefined)).toBe(without);
		}
	});
});

it.each(['', 'owner', 'owner/', '/name', 'a/b/c', '-a/b', 'a--b/c', 'a/..', 'a/b.git', 'a b/c'])(
	'"%s" is no repository',
	(text) => {
		expect(parseRepository(text)).toBeUndefined();
	},
);
