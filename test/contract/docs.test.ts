import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { PLACES } from '../../release/repository';
import { filesUnder, manifest, root } from './built';

const pages = [
	'README.md',
	'CONTRIBUTING.md',
	...filesUnder(join(root, 'docs')).map((file) => `docs/${file}`),
]
	.filter((page) => page.endsWith('.md'))
	.map((page) => ({ page, text: readFileSync(join(root, page), 'utf8') }));

/** The files and folders that a page names from the root, as code. */
function pathsIn(text: string): string[] {
	return [
		...text.matchAll(
			/`((?:\.github|credentials|demo|docs|doctor|nodes|release|sandbox|test)\/[^`*…<>\s]*)`/g,
		),
	].map(([, path]) => path);
}

/** Where its links lead within the repository, also those that are written as whole addresses. */
function linksIn(page: string, text: string): string[] {
	const inside = PLACES[page]?.(text, undefined) ?? text;
	return [...inside.matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, path]) => path);
}

describe.each(pages)('$page', ({ page, text }) => {
	it('names only files and folders that exist', () => {
		const named = [
			...pathsIn(text),
			...linksIn(page, text).map((link) => join(dirname(page), link)),
		];
		expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
	});

	it('names only commands that package.json has', () => {
		const commands = [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map(
			([, name]) => name,
		);
		expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
	});
});
