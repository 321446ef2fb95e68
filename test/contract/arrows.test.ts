import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root, run, temporaryFolder } from './built';

const CRUISER = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

/** A small house like the real one, in which every arrow runs the right way. */
const UNBROKEN = {
	'node_modules/fastify/package.json': '{ "name": "fastify", "main": "index.js" }',
	'node_modules/fastify/index.js': '',
	'node_modules/luxon/package.json': '{ "name": "luxon", "main": "index.js" }',
	'node_modules/luxon/index.js': '',
	'node_modules/n8n-workflow/package.json': '{ "name": "n8n-workflow", "main": "index.js" }',
	'node_modules/n8n-workflow/index.js': '',
	'credentials/VerifikApi.credentials.ts': importing('n8n-workflow', '../nodes/verifik/dates'),
	'nodes/One/One.node.ts': importing('n8n-workflow', './list', '../verifik/one/endpoints'),
	'nodes/One/list.ts': importing('crypto', '../verifik/parameters/values'),
	'nodes/Two/Two.node.ts': importing('../verifik/one/endpoints'),
	'nodes/verifik/api/client.ts': importing('n8n-workflow', './clock', './pace', '../dates'),
	'nodes/verifik/api/clock.ts': '',
	'nodes/verifik/api/pace.ts': importing('./slots'),
	'nodes/verifik/api/slots.ts': '',
	'nodes/verifik/dates.ts': importing('luxon'),
	'nodes/verifik/one/endpoints.ts': importing('../api/client'),
	'nodes/verifik/parameters/values.ts': importing('n8n-workflow', '../dates'),
	'simulator/list.ts': importing('node:http'),
	'test/list.test.ts': importing('../simulator/list', '../nodes/One/One.node'),
};

/** The same house after somebody who knew none of the rules. */
const BROKEN = {
	...UNBROKEN,
	'credentials/VerifikApi.credentials.ts': importing('../nodes/Two/texts'),
	'nodes/One/list.ts': importing('fastify', 'node:fs', '../../simulator/list', '../Two/texts'),
	'nodes/Two/texts.ts': '',
	'nodes/verifik/api/pace.ts': importing('n8n-workflow', './slots'),
	'nodes/verifik/api/slots.ts': importing('./clock', '../one/form'),
	'nodes/verifik/dates.ts': importing('./one/form'),
	'nodes/verifik/one/endpoints.ts': importing('./record'),
	'nodes/verifik/one/form.ts': importing('../../Two/texts'),
	'nodes/verifik/one/record.ts': importing('./endpoints'),
	'nodes/verifik/parameters/values.ts': importing('../api/slots', '../one/form'),
	'simulator/list.ts': importing('../test/support', '../nodes/verifik/dates'),
	'test/support.ts': '',
};

/** Type imports only: what a rule forbids, it forbids to types as well. */
function importing(...files: string[]): string {
	return files.map((file, index) => `import type * as i${index} from '${file}';\n`).join('');
}

let folder: string;

beforeEach(() => {
	folder = temporaryFolder();
});

afterEach(() => {
	rmSync(folder, { recursive: true });
});

/** The violations that `npm run lint` would report of these files, as "rule: from → to". */
async function violations(files: Record<string, string>): Promise<string[]> {
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	}
	for (const file of ['tsconfig.json', 'tsconfig.test.json']) {
		copyFileSync(join(root, file), join(folder, file));
	}
	const options = ['--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json'];
	const cruised = ['credentials', 'nodes', 'simulator', 'test'];
	const { stdout } = await run(process.execPath, [CRUISER, ...options, ...cruised], {
		cwd: folder,
	});
	const { summary }: Report = JSON.parse(stdout);
	return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`).sort();
}

interface Report {
	summary: { violations: Array<{ rule: { name: string }; from: string; to: string }> };
}

it('finds nothing where every arrow runs the right way', async () => {
	expect(await violations(UNBROKEN)).toEqual([]);
});

it('finds each arrow that runs the wrong way', async () => {
	expect(await violations(BROKEN)).toEqual([
		'no-api-in-parameters: nodes/verifik/parameters/values.ts → nodes/verifik/api/slots.ts',
		'no-circle: nodes/verifik/one/endpoints.ts → nodes/verifik/one/record.ts',
		'no-import-of-a-node: credentials/VerifikApi.credentials.ts → nodes/Two/texts.ts',
		'no-import-of-a-node: nodes/One/list.ts → nodes/Two/texts.ts',
		'no-import-of-a-node: nodes/verifik/one/form.ts → nodes/Two/texts.ts',
		'no-n8n-in-pure-files: nodes/verifik/api/pace.ts → node_modules/n8n-workflow/index.js',
		'no-requests-in-pure-files: nodes/verifik/api/pace.ts → nodes/verifik/api/clock.ts',
		'no-resource-in-shared-files: nodes/verifik/api/slots.ts → nodes/verifik/one/form.ts',
		'no-resource-in-shared-files: nodes/verifik/dates.ts → nodes/verifik/one/form.ts',
		'no-resource-in-shared-files: nodes/verifik/parameters/values.ts → nodes/verifik/one/form.ts',
		'no-test-or-node-in-simulator: simulator/list.ts → nodes/verifik/dates.ts',
		'no-test-or-node-in-simulator: simulator/list.ts → test/support.ts',
		'only-n8n-from-outside: nodes/One/list.ts → fs',
		'only-n8n-from-outside: nodes/One/list.ts → node_modules/fastify/index.js',
		'only-n8n-from-outside: nodes/One/list.ts → simulator/list.ts',
	]);
});
