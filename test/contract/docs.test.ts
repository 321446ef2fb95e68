import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { PLACES } from '../../release/repository';
import { filesUnder, manifest, root } from './built';

const pages = [
	...readdirSync(root),
	...['.github', 'docs', 'examples'].flatMap((folder) =>
		filesUnder(join(root, folder)).map((file) => `${folder}/${file}`),
	),
]
	.filter((page) => page.endsWith('.md'))
	.map((page) => ({ page, text: readFileSync(join(root, page), 'utf8') }));

/** The files and folders that a page names from the root, as code. */
function pathsIn(text: string): string[] {
	return [
		...text.matchAll(
			/`((?:\.github|credentials|demo|docs|doctor|nodes|release|simulator|test)\/[^`*…<>\s]*)`/g,
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

/** What a heading is linked by, but for the number that a second one of the same words gets. */
function anchorOf(heading: string): string {
	return heading
		.toLowerCase()
		.replace(/[^\w\s-]/g, '')
		.trim()
		.replace(/\s/g, '-');
}

/** What the headings of a text are linked by, as GitHub does it. A comment in a code block is none. */
function anchorsOf(text: string): string[] {
	const seen = new Map<string, number>();
	const prose = text.replace(/^(`{3,})[^]*?^\1$/gm, '');
	return [...prose.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => {
		const anchor = anchorOf(heading);
		const times = seen.get(anchor) ?? 0;
		seen.set(anchor, times + 1);
		return times === 0 ? anchor : `${anchor}-${times}`;
	});
}

/** The links of a page to headings that are not there. */
function deadAnchors(page: string, text: string): string[] {
	return anchorsIn(page, text)
		.filter(({ page: target, anchor }) => {
			const aim = target === page ? text : readFileSync(join(root, target), 'utf8');
			return !anchorsOf(aim).includes(anchor);
		})
		.map(({ page: target, anchor }) => `${target}#${anchor}`);
}

/** Where its links lead within the repository, also those that are written as whole addresses. */
function linksIn(page: string, text: string): string[] {
	const inside = PLACES[page]?.(text, undefined) ?? text;
	const written = inside.matchAll(/\]\((?!https?:|#)([^)#]+)/g);
	const pictured = inside.matchAll(/\b(?:src|srcset|href)="(?!https?:|#)([^"#]+)/g);
	return [...written, ...pictured].map(([, path]) => path);
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
		expect(deadAnchors(page, text)).toEqual([]);
	});

	it('names only commands that package.json has', () => {
		const commands = [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)].map(
			([, name]) => name,
		);
		expect(commands.filter((name) => !(name in manifest.scripts))).toEqual([]);
	});
});

describe('a page is found out that', () => {
	it.each([
		['links to a file that is not there', 'See [it](docs/gone.md#there).', ['docs/gone.md']],
		[
			'shows a picture that is not there',
			'<img src="docs/images/gone.png">',
			['docs/images/gone.png'],
		],
	])('%s', (_what, text, missing) => {
		expect(linksIn('README.md', text).filter((path) => !existsSync(join(root, path)))).toEqual(
			missing,
		);
	});

	it('links to a heading that is only a comment in a code block', () => {
		const text = '# Top\n\n```bash\n# not a heading\n```\n\n[a](#top) [b](#not-a-heading)';
		expect(deadAnchors('README.md', text)).toEqual(['README.md#not-a-heading']);
	});

	it('links to a second heading of the same words, when there is one', () => {
		const text = '# Same\n\n# Same\n\n[a](#same-1) [b](#same-2)';
		expect(deadAnchors('README.md', text)).toEqual(['README.md#same-2']);
	});
});

/** Spellings that the glossary in CONTRIBUTING.md leaves to others; "ColourLess" is the API's own. */
const NOT_OURS = /e-mail|colour(?!less)|behaviour|favour|licence|(?:recogn|organ)is(?:e|ing)/gi;

it.each(pages)('$page is in US spelling', ({ text }) => {
	expect(text.match(NOT_OURS) ?? []).toEqual([]);
});
