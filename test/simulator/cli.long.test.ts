import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { SIMULATOR_TOKEN } from '../../simulator';
import { pause } from '../harness/ownTime';
import { waitFor } from '../harness/waitFor';
import { json, LIST, type Page } from './support';

const CLI = join(__dirname, '../../simulator/cli.ts');

const started: ChildProcess[] = [];

function run(...switches: string[]): ChildProcess {
	const child = spawn(process.execPath, ['--import', 'tsx', CLI, ...switches]);
	started.push(child);
	return child;
}

afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')));

async function firstLine(child: ChildProcess): Promise<string> {
	const [line] = await once(createInterface(child.stdout!), 'line');
	return String(line);
}

async function output(child: ChildProcess): Promise<string> {
	const chunks: Buffer[] = [];
	child.stdout!.on('data', (chunk: Buffer) => chunks.push(chunk));
	child.stderr!.on('data', (chunk: Buffer) => chunks.push(chunk));
	await once(child, 'close');
	return Buffer.concat(chunks).toString();
}

describe('npm run simulator', () => {
	it('prints its URL first, serves, and stops on SIGINT', async () => {
		const child = run('--count', '30', '--seed', '4', '--fault', '429@2', '--latency', '1-5');
		const url = await firstLine(child);
		expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
		const headers = { authorization: `Bearer ${SIMULATOR_TOKEN}` };
		const page = await fetch(`${url}${LIST}?page=1`, { headers });
		expect(await json<Page>(page)).toMatchObject({ total: 30, pages: 2 });
		expect((await fetch(`${url}${LIST}?page=2`, { headers })).status).toBe(429);
		child.kill('SIGINT');
		expect(await once(child, 'exit')).toEqual([0, null]);
	});

	it('has a mode, formulas and timeouts', async () => {
		const child = run('--mode', 'sandbox', '--formula', 'mean', '--timed-out', '1', '--count', '2');
		const lines = createInterface(child.stdout!)[Symbol.asyncIterator]();
		const next = async () => String((await lines.next()).value);
		const url = await next();
		let token = await next();
		while (!token.startsWith('ey')) token = await next();
		expect(Buffer.from(token.split('.')[1], 'base64url').toString()).toContain('"mode":"sandbox"');
		const headers = { authorization: `Bearer ${token}` };
		const page = await json<Page>(await fetch(`${url}${LIST}?page=1`, { headers }));
		expect(page.data[0]).toMatchObject({ aggregatedScore: -999999 });
	});

	it('has quotas, lies and arrivals', async () => {
		const quota = ['--quota', '3/hour', '--quota', '9/hour:sliding', '--time-scale', '10'];
		const rest = ['--lie', 'total=7', '--lie', 'pages=missing', '--arrivals', '200'];
		const child = run('--count', '5', ...quota, '--quota-headers', 'retry-after', ...rest);
		const url = await firstLine(child);
		const headers = { authorization: `Bearer ${SIMULATOR_TOKEN}` };
		const ask = async (): Promise<Response> => await fetch(`${url}${LIST}?page=1`, { headers });
		const page = await json<Page>(await ask());
		expect(page).toMatchObject({ total: 7, limit: 20 });
		expect(page).not.toHaveProperty('pages');
		await pause(100);
		expect((await json<Page>(await ask())).data[0]._id).not.toBe(page.data[0]._id);
		await ask();
		const refused = await ask();
		expect(refused.status).toBe(509);
		expect(Number(refused.headers.get('retry-after'))).toBeCloseTo(360, -1);
	});

	it('leaves nothing running, delayed answers neither', async () => {
		const child = run('--latency', '3600000');
		const url = await firstLine(child);
		const delayed = expect(fetch(`${url}${LIST}`)).rejects.toThrow('fetch failed');
		const log = async (): Promise<{ requests: unknown[] }> =>
			await json(await fetch(`${url}/simulator/requests`));
		await waitFor('the request', async () => (await log()).requests.length > 0);
		child.kill('SIGTERM');
		expect(await once(child, 'exit')).toEqual([0, null]);
		await delayed;
	});

	it('explains itself', async () => {
		const text = await output(run('--help'));
		expect(text).toContain('--fault <what>');
		expect(text).toContain('--quota <what>');
		expect(text).toContain('/simulator/connections');
		expect(text).toContain('/simulator/charges');
	});

	it.each([
		[['--fault', 'zorp'], 'Write a fault'],
		[['--without-score', '2'], 'Write a number from 0 to 1'],
		[['--now', 'soon'], 'Write a date'],
		[['--quota', '30 a minute'], 'Write a quota'],
		[['--quota-headers', 'retry-after,date'], 'Write names as --help shows'],
		[['--time-scale', '0'], 'Write a number above 0'],
		[['--lie', 'size=3'], 'Write a lie'],
		[['--envelope', 'brown'], 'Allowed choices are paged'],
	])('refuses %j', async (switches, complaint) => {
		const child = run(...switches);
		expect(await output(child)).toContain(complaint);
		expect(child.exitCode).toBe(1);
	});
});
