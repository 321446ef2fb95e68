import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { checkTarball, quickChecks, type Surroundings } from '../../release/checks';
import { parseRepository, PLACES } from '../../release/repository';
import { filesUnder, root, temporaryFolder } from './built';

let copy: string;

beforeEach(() => {
	copy = temporaryFolder();
	for (const file of [...Object.keys(PLACES), '.github/workflows/publish.yml']) {
		mkdirSync(dirname(join(copy, file)), { recursive: true });
		cpSync(join(root, file), join(copy, file));
	}
	for (const [file, write] of Object.entries(PLACES))
		change(file, (text) => write(text, undefined));
});

afterEach(() => {
	rmSync(copy, { recursive: true });
});

function change(file: string, edit: (text: string) => string): void {
	const path = join(copy, file);
	writeFileSync(path, edit(readFileSync(path, 'utf8')));
}

/** What `npm run set-repository -- somebody/something` writes. */
function setRepository(): void {
	const set = parseRepository('somebody/something');
	for (const [file, write] of Object.entries(PLACES)) change(file, (text) => write(text, set));
}

/** Takes out what says that nothing is published yet. */
function setWords(): void {
	change('README.md', (text) =>
		text.replace(/The package is not in the registry yet\.[^]*?\n\n/, ''),
	);
	change('CHANGELOG.md', (text) => text.replace('Not published yet.\n\n', ''));
}

const docs = ['docs', 'examples'].flatMap((folder) =>
	filesUnder(join(root, folder)).map((file) => `${folder}/${file}`),
);

/** What is crossed of a commit about which git has nothing to say, but for `more`. */
function crossed(more: Partial<Surroundings> = {}): string[] {
	const surroundings = {
		root: copy,
		tags: ['v0.1.0'],
		isOnMain: true,
		changed: [],
		newerThanCompat: [],
		files: [...docs, 'CONTRIBUTING.md', 'LICENSE.md', 'SECURITY.md', 'CHANGELOG.md'],
		runsIn: 'Somebody/something',
		...more,
	};
	return quickChecks(surroundings)
		.filter(({ problem }) => problem !== undefined)
		.map(({ what }) => what);
}

const WORDS = 'No page in the tarball says that nothing is published yet';
const LINKS = "Pictures and links resolve on the registry's page";

describe('npm run release:check', () => {
	it('crosses what the repository is needed for, as long as it is not set', () => {
		setWords();
		expect(crossed({ runsIn: undefined })).toEqual([
			'The repository is set, and the package is not private',
			'The author has a mailbox',
			LINKS,
		]);
	});

	it('crosses nothing of it once it is set, but what is really missing', () => {
		setRepository();
		setWords();
		expect(crossed()).toEqual([]);
	});

	it.each<[string, string, () => void]>([
		[
			'the README says that nothing is published',
			WORDS,
			() => change('README.md', (text) => `${text}\nNot published yet.`),
		],
		[
			'a picture is missing',
			LINKS,
			() =>
				change(
					'README.md',
					(text) =>
						`${text}\n![](https://raw.githubusercontent.com/somebody/something/HEAD/docs/images/none.png)`,
				),
		],
		[
			'the credential names another one',
			'Every place names the same repository',
			() =>
				change('credentials/VerifikApi.credentials.ts', (text) =>
					text.replace('somebody/', 'nobody/'),
				),
		],
		[
			'the changelog has another version',
			'CHANGELOG.md begins with the version of package.json, 0.1.0',
			() => change('CHANGELOG.md', (text) => text.replace('## 0.1.0', '## 0.0.9')),
		],
		[
			'nothing bounds the time',
			'It is published from GitHub Actions only, with provenance',
			() =>
				change('.github/workflows/publish.yml', (text) => text.replace(/timeout-minutes: .*/, '')),
		],
	])('crosses one when %s', (_title, what, damage) => {
		setRepository();
		setWords();
		damage();
		expect(crossed()).toEqual([what]);
	});

	it.each<[string, Partial<Surroundings>]>([
		['On GitHub, this is the repository that package.json names', { runsIn: 'somebody/else' }],
		['The table of compatibility is not older than the code', { newerThanCompat: ['abc1234'] }],
		['Everything is committed', { changed: ['README.md'] }],
		['The commit is on main', { isOnMain: false }],
		['The commit has the tag v0.1.0', { tags: ['v0.2.0'] }],
	])('crosses "%s" when it is not so', (what, more) => {
		setRepository();
		setWords();
		expect(crossed(more)).toEqual([what]);
	});

	it('crosses a tarball with something else in it, or with too much', () => {
		const file = (path: string) => ({ path, size: 1 });
		expect(checkTarball({ files: [file('index.js')], size: 1000 }).problem).toBeUndefined();
		expect(checkTarball({ files: [file('test/a.js')], size: 1000 }).problem).toBe('test/a.js');
		expect(checkTarball({ files: [file('index.js')], size: 9e6 }).problem).toBe('it has 9000 kB');
	});
});
