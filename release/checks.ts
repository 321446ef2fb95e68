import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { addressOf, PLACES, repositoryOf, type Write } from './repository';

/** What has to be true before a version is published. */
export interface Check {
	what: string;
	/** What is wrong and what to do; undefined when nothing is. */
	problem: string | undefined;
}

/** What git and GitHub say of the commit that is to be published. */
export interface Surroundings {
	root: string;
	/** Tags of the commit. */
	tags: string[];
	/** Whether the commit is on the main branch of the repository; undefined when git knows none. */
	isOnMain: boolean | undefined;
	/** Files that differ from the commit. */
	changed: string[];
	/** Commits that changed what ships since the table of compatibility was last written. */
	newerThanCompat: string[];
	/** Every file of the repository, by its path. */
	files: string[];
	/** `owner/name` where this runs on GitHub. */
	runsIn: string | undefined;
}

/** What is in the tarball. */
export interface Tarball {
	files: Array<{ path: string; size: number }>;
	/** Bytes. */
	size: number;
}

const SHIPPED_PAGES = ['README.md', 'CHANGELOG.md'];

const UNPUBLISHED = /not published yet|not in the registry yet/i;

/** Larger than this, something is in it that should not be. Bytes. */
const LARGEST_TARBALL = 500_000;

interface Manifest {
	version: string;
	private?: boolean;
	author: { email: string };
	repository?: { url: string };
	publishConfig?: { provenance?: boolean };
}

/** The checks that take no time, in the order of "How to release". */
export function quickChecks(surroundings: Surroundings): Check[] {
	const read = (file: string) => readFileSync(join(surroundings.root, file), 'utf8');
	const manifest: Manifest = JSON.parse(read('package.json'));
	return [
		checkOwner(manifest),
		checkPlaces(manifest, read),
		checkAuthor(manifest),
		checkRunsIn(manifest, surroundings),
		checkChangelog(manifest, read('CHANGELOG.md')),
		checkWords(read),
		checkLinks(manifest, surroundings.files, read),
		checkCompat(surroundings),
		checkWorkflow(manifest, read('.github/workflows/publish.yml')),
		checkChanged(surroundings),
		checkMain(surroundings),
		checkTag(manifest, surroundings),
	];
}

function checkOwner(manifest: Manifest): Check {
	const isSet = repositoryOf(manifest) && !manifest.private;
	return {
		what: 'The repository is set, and the package is not private',
		problem: isSet ? undefined : 'Run: npm run set-repository -- owner/name',
	};
}

function checkPlaces(manifest: Manifest, read: (file: string) => string): Check {
	const repository = repositoryOf(manifest);
	const other = Object.entries(PLACES)
		.filter(([file, write]) => write(read(file), repository) !== read(file))
		.map(([file]) => file);
	return {
		what: 'Every place names the same repository',
		problem: other.length > 0 ? `Not ${other.join(', ')}` : undefined,
	};
}

function checkAuthor({ author }: Manifest): Check {
	const isNobody = author.email.endsWith('.invalid');
	return {
		what: 'The author has a mailbox',
		problem: isNobody ? 'Run set-repository, or enter the author in package.json' : undefined,
	};
}

function checkRunsIn(manifest: Manifest, { runsIn }: Surroundings): Check {
	const repository = repositoryOf(manifest);
	const own = repository && `${repository.owner}/${repository.name}`;
	const isOther = runsIn !== undefined && runsIn.toLowerCase() !== own?.toLowerCase();
	return {
		what: 'On GitHub, this is the repository that package.json names',
		problem: isOther ? `This is ${runsIn}, and package.json names ${own ?? 'none'}` : undefined,
	};
}

function checkChangelog({ version }: Manifest, changelog: string): Check {
	const newest = /^## \[?(\d[^\]\s]*)/m.exec(changelog)?.[1];
	return {
		what: `CHANGELOG.md begins with the version of package.json, ${version}`,
		problem: newest === version ? undefined : `It begins with ${newest ?? 'none'}`,
	};
}

function checkWords(read: (file: string) => string): Check {
	const found = SHIPPED_PAGES.filter((file) => UNPUBLISHED.test(read(file)));
	return {
		what: 'No page in the tarball says that nothing is published yet',
		problem:
			found.length > 0
				? `${found.join(' and ')}: take out what says so, with what follows from it`
				: undefined,
	};
}

function checkLinks(manifest: Manifest, files: string[], read: (file: string) => string): Check {
	const repository = repositoryOf(manifest);
	const broken = SHIPPED_PAGES.flatMap((page) => {
		const write = PLACES[page] as Write;
		const inside = write(read(page), undefined);
		const missing = pathsIn(inside).filter((path) => !files.includes(path.replace(/[#/]*$/, '')));
		const relative = repository ? pathsIn(read(page)) : [];
		return [...missing, ...relative].map((path) => `${page}: ${path}`);
	}).filter((path) => !isFolder(path.replace(/^.*: /, ''), files));
	const hint = repository ? broken.join(', ') : 'They are relative until the repository is set';
	return {
		what: `Pictures and links resolve on the registry's page`,
		problem: broken.length > 0 || !repository ? hint : undefined,
	};
}

/** Where links lead within the repository, without their anchors. */
function pathsIn(text: string): string[] {
	const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)];
	const pictures = [...text.matchAll(/\b(?:src|srcset)="(?!https?:)([^"]+)/g)];
	return [...links, ...pictures].map(([, path = '']) => path);
}

function isFolder(path: string, files: string[]): boolean {
	return files.some((file) => file.startsWith(`${path.replace(/\/$/, '')}/`));
}

function checkCompat({ newerThanCompat }: Surroundings): Check {
	const count = newerThanCompat.length;
	return {
		what: 'The table of compatibility is not older than the code',
		problem:
			count > 0
				? `${count} commits changed nodes/ or credentials/ since. Run: npm run compat, and enter its table in the README`
				: undefined,
	};
}

const WANTED: Array<[part: RegExp, name: string]> = [
	[/^\s+id-token: write/m, 'id-token: write'],
	[/^\s+environment: \S/m, 'an environment'],
	[/^\s+timeout-minutes: \d/m, 'timeout-minutes'],
	[/npm run release:check/, 'npm run release:check'],
	[/npm publish[^\n]*--provenance/, 'npm publish --provenance'],
];

function checkWorkflow({ publishConfig }: Manifest, workflow: string): Check {
	const missing = WANTED.filter(([part]) => !part.test(workflow)).map(([, name]) => name);
	if (!publishConfig?.provenance) missing.push('publishConfig.provenance in package.json');
	return {
		what: 'It is published from GitHub Actions only, with provenance',
		problem: missing.length > 0 ? `publish.yml lacks ${missing.join(', ')}` : undefined,
	};
}

function checkChanged({ changed }: Surroundings): Check {
	return {
		what: 'Everything is committed',
		problem: changed.length > 0 ? changed.slice(0, 5).join(', ') : undefined,
	};
}

function checkMain({ isOnMain }: Surroundings): Check {
	return {
		what: 'The commit is on main',
		problem: isOnMain ? undefined : 'Merge it into main and push that first',
	};
}

function checkTag({ version }: Manifest, { tags }: Surroundings): Check {
	const isTagged = tags.includes(`v${version}`);
	return {
		what: `The commit has the tag v${version}`,
		problem: isTagged ? undefined : `Last of all: git tag v${version}`,
	};
}

/** What is in the tarball, and nothing but that. */
export function checkTarball({ files, size }: Tarball): Check {
	const strange = files
		.map(({ path }) => path)
		.filter(
			(path) =>
				!/^dist\/(credentials|icons|nodes)\/.*\.(js|json|svg|d\.ts)$/.test(path) &&
				!['CHANGELOG.md', 'LICENSE.md', 'README.md', 'index.js', 'package.json'].includes(path),
		);
	const isLarge = size > LARGEST_TARBALL;
	const problems = [
		...strange.slice(0, 5),
		...(isLarge ? [`it has ${Math.round(size / 1000)} kB`] : []),
	];
	return {
		what: `The tarball holds what ships: ${files.length} files, ${Math.round(size / 1000)} kB`,
		problem: problems.length > 0 ? problems.join(', ') : undefined,
	};
}

/** Where the registry's page of the package leads, for what only a person can look at. */
export function byHand(manifest: Parameters<typeof repositoryOf>[0]): string[] {
	const repository = repositoryOf(manifest);
	const where = repository ? addressOf(repository) : 'the repository';
	return [
		`${where} is public, and its environment "npm" asks a person before it publishes`,
		'after the first release: publish.yml is the trusted publisher, and the secret NPM_TOKEN is deleted',
		'npm test and npm run e2e have passed on this commit',
	];
}
