import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { projectRoot } from '../harness';
import type { AtRest, SoakReport } from './soak';

let child: ChildProcess | undefined;

/** A process without Jest in it, which keeps things itself, and with a garbage collector to call. */
async function soak(): Promise<SoakReport> {
	const soaking = fork(join(__dirname, 'soak.ts'), {
		cwd: projectRoot,
		execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', '--import', 'tsx'],
		stdio: 'inherit',
	});
	child = soaking;
	return await new Promise((resolve, reject) => {
		soaking.once('message', (report) => resolve(report as SoakReport));
		soaking.once('error', reject);
		soaking.once('exit', (code) => reject(new Error(`The process ended with code ${code}`)));
	});
}

/** One object of every tenth execution would be noticed. */
const OBJECTS_PER_EXECUTION = 0.1;

/** Bytes, where less than that cannot be told from what V8 itself does: of some 80 MB. */
const MEMORY_PER_EXECUTION = 10_000;

function growth(before: AtRest, after: AtRest, executions: number) {
	return {
		objects: (after.objects - before.objects) / executions,
		memory: (after.memory - before.memory) / executions,
	};
}

describe('a thousand executions, one after another', () => {
	let report: SoakReport;
	beforeAll(async () => (report = await soak()), 300_000);
	// one that takes too long must not keep Jest waiting for it
	afterAll(() => child?.kill());

	it('end as they should', () => {
		const times = 100;
		expect(report.outcomes).toEqual({
			'all: success, 100 records, 0 error items': times,
			'stopped early: success, 3 records, 0 error items': times,
			'one: success, 1 records, 0 error items': times,
			'throttled: success, 100 records, 0 error items': times,
			'given up: error, 0 records, 0 error items': times,
			'cut off: success, 100 records, 1 error items': times,
			'refused: error, 0 records, 0 error items': times,
			'refused, with an image: success, 0 records, 1 error items': times,
			'cancelled without an answer: canceled, 0 records, 0 error items': times,
			'cancelled in a pause: canceled, 0 records, 0 error items': times,
		});
	});

	it('leave nothing behind: no object, no memory, no socket, no timer', () => {
		const { warm, end, executions } = report;
		const { objects, memory } = growth(warm, end, executions);
		expect(objects).toBeLessThan(OBJECTS_PER_EXECUTION);
		expect(memory).toBeLessThan(MEMORY_PER_EXECUTION);
		expect(end).toMatchObject({ sockets: 0, timers: 0 });
	});

	it('are measured well enough: what is left behind on purpose shows', () => {
		const { end, leaking, leaks } = report;
		const { objects, memory } = growth(end, leaking, leaks);
		expect(objects).toBeGreaterThan(OBJECTS_PER_EXECUTION);
		expect(memory).toBeGreaterThan(MEMORY_PER_EXECUTION);
		expect(leaking.sockets).toBeGreaterThan(0);
		expect(leaking.timers).toBeGreaterThan(0);
	});
});
