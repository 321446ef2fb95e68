import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { PLACES } from '../../release/repository';
import { filesUnder, manifest, root } from './built';

const pages = [
	'README.md',
	'CONTRIBUTING.md',
	'SECURITY.md',
	'CHANGELOG.md',
	...['docs', 'examples'].flatMap((folder) =>
		filesUnder(join(root, folder)).map((file) => `${folder}/${file}`),
	),
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

/** The headings that its links lead to, with the page that has to have each. */
function anchorsIn(page: string, text: string): Array<{ page: string; anchor: string }> {
	return [...text.matchAll(/\]\((?!https?:)([^)#]*)#([^)]+)\)/g)].map(([, path, anchor]) => ({
		page: path === '' ? page : join(dirname(page), path),
		anchor,
	}));
}

/** What a heading is linked by. */
function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\w\s-]/g, '')
		.trim()
		.replace(/\s/g, '-');
}

function headingsOf(page: string): string[] {
	const text = readFileSync(join(root, page), 'utf8');
	return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading));
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

	it('links only to headings that exist', () => {
		const anchors = anchorsIn(page, text);
		expect(anchors.filter(({ page, anchor }) => !headingsOf(page).includes(anchor))).toEqual([]);
	});

	it('names only commands that package.json has', () => {
		const commands = [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map(
			([, name]) => name,
		);
		expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
	});
});
