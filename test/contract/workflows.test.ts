import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { filesUnder, manifest, root } from './built';

const folder = join(root, '.github/workflows');
const workflows = filesUnder(folder).map((name) => ({
	name,
	text: readFileSync(join(folder, name), 'utf8'),
}));

describe('the workflows', () => {
	it('take each action at a commit that nobody can move, and say which version it is', () => {
		const uses = workflows.flatMap(({ name, text }) =>
			[...text.matchAll(/\buses:\s*(.*)/g)].map(([, action]) => `${name}: ${action}`),
		);
		expect(uses.length).toBeGreaterThan(0);
		expect(uses.filter((use) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(use))).toEqual([]);
	});

	it('test on the oldest Node.js that is supported, and on the one to work with', () => {
		const ci = workflows.find(({ name }) => name === 'ci.yml')?.text ?? '';
		const versions = /\bnode: \[(.*)\]/.exec(ci)?.[1].split(', ');
		const oldest = /^>=(\d+)/.exec(manifest.engines.node)?.[1];
		const current = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
		expect(versions).toEqual(expect.arrayContaining([oldest, current]));
	});
});
