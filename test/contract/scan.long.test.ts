import { appendFileSync, cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { manifest, packInto, root, run, temporaryFolder } from './built';

/** The scan's verdict, with ESLint's report when it did not pass. */
interface Verdict {
	passed: boolean;
	details?: string;
}

async function scan(what: 'sources' | 'package', folder: string): Promise<Verdict> {
	const script = join(__dirname, 'scan.mjs');
	// A rule of the scan takes every file for a node while it believes to be tested itself
	const env = { ...process.env, NODE_ENV: undefined };
	const { stdout } = await run(process.execPath, [script, what, folder], { env });
	return JSON.parse(stdout);
}

const folder = temporaryFolder();
let unpacked: string;

beforeAll(async () => {
	unpacked = await packInto(folder);
});

afterAll(() => {
	rmSync(folder, { recursive: true });
});

it('passes the scan of its sources', async () => {
	expect(await scan('sources', root)).toEqual({ passed: true });
});

it('passes the scan of what is published', async () => {
	expect(await scan('package', unpacked)).toEqual({ passed: true });
});

it('would not pass with a violation, not even with one that lint is told to ignore', async () => {
	const copy = join(folder, 'copy');
	cpSync(unpacked, copy, { recursive: true });
	const violation = '// eslint-disable-next-line\nexports.home = process.env.HOME;\n';
	appendFileSync(join(copy, manifest.n8n.nodes[0]), violation);

	const { passed, details } = await scan('package', copy);
	expect(passed).toBe(false);
	expect(details).toContain('no-restricted-globals');
});
