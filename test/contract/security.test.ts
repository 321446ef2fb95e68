import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { addressOf, repositoryOf } from '../../release/repository';
import { filesUnder, manifest, root } from './built';

const page = readFileSync(join(root, 'SECURITY.md'), 'utf8');
const sections = page.split(/^## /m).slice(1);

/** The files that a text names, with their folders. */
function filesIn(text: string): string[] {
	return [...text.matchAll(/`((?:\.github|credentials|nodes|test)\/[^`]+)`/g)]
		.map(([, path]) => path)
		.filter((path) => !path.endsWith('/'));
}

describe('SECURITY.md', () => {
	it('names only files that exist', () => {
		const files = filesIn(page);
		expect(files.length).toBeGreaterThan(20);
		expect(files.filter((file) => !existsSync(join(root, file)))).toEqual([]);
	});

	it('names the test that holds each promise, and what is not promised', () => {
		const promises = sections.filter((section) => section.includes('**Promise.**'));
		expect(promises.length).toBeGreaterThanOrEqual(8);
		for (const promise of promises) {
			const [, kept, held, not] = promise.split(/\*\*(?:Kept by|Held by|Not promised)\.\*\*/);
			expect([promise.split('\n')[0], kept && held && not ? 'whole' : 'in part']).toEqual([
				promise.split('\n')[0],
				'whole',
			]);
			expect(filesIn(held).filter((file) => file.startsWith('test/'))).not.toEqual([]);
		}
	});

	it('tells of every security test', () => {
		const tests = filesUnder(join(root, 'test/security')).filter((file) =>
			/\.test\.ts$/.test(file),
		);
		expect(tests.length).toBeGreaterThan(0);
		expect(tests.filter((file) => !page.includes(`\`test/security/${file}\``))).toEqual([]);
	});

	it('has a table of contents that leads to its sections', () => {
		const links = [...page.matchAll(/^- \[.*\]\(#(.*)\)$/gm)].map(([, anchor]) => anchor);
		const anchors = sections.map((section) =>
			section.split('\n')[0].toLowerCase().replace(/ /g, '-'),
		);
		expect(links).toEqual(anchors);
	});

	it('sends reports to the repository of the package', () => {
		const repository = repositoryOf(manifest);
		if (repository) expect(page).toContain(`(${addressOf(repository)}/security/advisories/new)`);
		else expect(page).toContain('**Report a vulnerability**');
		expect(page).not.toMatch(/\S+@\S+\.\S+/);
	});
});
