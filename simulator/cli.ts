import { Command, InvalidArgumentError, Option } from 'commander';
import { FORMULA_NAMES } from './checks';
import { ENVELOPES } from './envelope';
import type { Fault } from './faults';
import { parseLie, type ListLies } from './lies';
import type { SimulatorOptions } from './options';
import type { Latency } from './pace';
import { parseQuota, QUOTA_HEADERS, type Quota, type QuotaHeader } from './quotas';
import { parseFault } from './readFault';
import { startSimulator } from './server';

const AFTER_HELP = `
Without a token, for tests in another process:
  GET  /simulator/requests             what was asked for, and how much at once
  GET  /simulator/charges              checks charged, in total and per record
  POST /simulator/arrive?count=2       new records; &at=<date> for one instant, a past one too
  POST /simulator/faults               a fault as JSON: {"kind":"status","status":429,"page":57,
                                     "headers":{"retry-after":"2"}}, {"kind":"redirect",
                                     "path":"/images/","location":"…"}, {"kind":"drop",
                                     "afterCharge":true}, {"kind":"body","body":{"data":{}}},
                                     {"kind":"dribble","intervalMs":100,"bytes":16},
                                     {"kind":"endless","status":302,"headers":{"location":"…"}}
  GET  /simulator/faults               faults that have not yet struck as often as asked
  GET  /simulator/connections          how many connections its clients have open
  POST /simulator/reset                forget requests, charges, faults and used-up quotas

A quota of 30 a minute that is over in seconds, as a service with headers would tell it:
  --quota 30/minute:sliding --time-scale 20 --quota-headers retry-after,x-ratelimit

The record 68a8bf34d8207d5f3357b643 is always there, the oldest one.
`;

/** The switches are the names of `SimulatorOptions`, but for these. */
type Switches = Omit<SimulatorOptions, 'quotas' | 'lies' | 'arrivalsPerSecond'> & {
	fault: Fault[];
	quota: Quota[];
	quotaHeaders?: QuotaHeader[];
	timeScale?: number;
	lie: ListLies;
	arrivals?: number;
};

const program = new Command('simulator')
	.description("A stand-in for Verifik's Document Liveness API, with made-up records.")
	.addOption(option('--count <n>', 'records at the start; default: 1000', whole))
	.addOption(option('--seed <n>', 'the same seed gives the same records; default: 1', whole))
	.addOption(option('--port <n>', 'default: any free one', whole))
	.addOption(new Option('--token <text>', 'the accepted token; default: one that expires in 2100'))
	.addOption(
		new Option('--mode <name>', "the mode in its own token; Verifik's are simulator, production"),
	)
	.addOption(option('--latency <ms>', 'how long a request takes: 100, or 50-200', latency))
	.addOption(
		option('--create-latency <ms>', 'how long a POST takes; the real API takes 5 to 35 s', latency),
	)
	.addOption(option('--throttle <n>', 'requests served per second; the others get 429', whole))
	.addOption(
		option(
			'--fault <what>',
			'429@57 (on page 57), 500x3 (three times), drop, cut, truncate, hang, html, empty, repeat, ' +
				'first, another, endless, dribble:100 (a few bytes every 100 ms); repeatable',
			addFault,
		).default([], 'none'),
	)
	.addOption(
		option(
			'--quota <what>',
			'30/minute, 500/hour:sliding, 5/second:bucket; repeatable',
			addQuota,
		).default([], 'none'),
	)
	.addOption(option('--time-scale <n>', 'how much faster the time of quotas passes', positive))
	.addOption(
		option('--quota-headers <names>', `a list of ${QUOTA_HEADERS.join(', ')}`, quotaHeaders),
	)
	.addOption(
		option(
			'--lie <what>',
			'how the list contradicts itself: total=flaps, total=pageLength, total=5, pages=missing, ' +
				'pages=flaps, pageSizes=100,50, smallerPages=50; repeatable',
			addLie,
		).default({}, 'not at all'),
	)
	.addOption(option('--arrivals <n>', 'records that arrive per second of real time', positive))
	.addOption(option('--drift <n>', 'a record arrives after every n list requests', drift))
	.addOption(option('--retention <n>', 'the oldest record goes after every n list requests', drift))
	.addOption(new Option('--envelope <name>', 'how a page is wrapped').choices(ENVELOPES))
	.addOption(option('--max-page-size <n>', 'default: 100', whole))
	.addOption(new Option('--ignore-page', 'every page is the first'))
	.addOption(new Option('--ignore-filters', 'the dates of a list request filter nothing'))
	.addOption(option('--without-score <share>', 'share of records without a score, 0 to 1', share))
	.addOption(
		new Option('--formula <name>', 'how a score comes from the checks; default: neither').choices(
			FORMULA_NAMES,
		),
	)
	.addOption(option('--timed-out <share>', 'share of records with −999999, 0 to 1', share))
	.addOption(
		option('--now <date>', 'createdAt of the records that POSTs make; default: the clock', date),
	)
	.addHelpText('after', AFTER_HELP)
	.action(run);

async function run(switches: Switches): Promise<void> {
	const { fault, quota, quotaHeaders: headers, timeScale, lie, arrivals, ...options } = switches;
	const simulator = await startSimulator({
		...options,
		quotas: quota.map((each) => ({ ...each, headers, timeScale })),
		lies: lie,
		arrivalsPerSecond: arrivals,
	});
	fault.forEach((each) => simulator.fault(each));
	process.once('SIGINT', () => void simulator.close());
	process.once('SIGTERM', () => void simulator.close());
	// The URL stands alone on the first line, for a parent process to read.
	process.stdout.write(`${simulator.url}
${simulator.records().length} records. The token to use:

${simulator.token}

Try:
curl -H 'Authorization: Bearer ${simulator.token}' '${simulator.url}/v2/document-liveness?page=1&perPage=2'

Ctrl-C stops it.
`);
}

function option<Value>(
	flags: string,
	description: string,
	parse: (text: string, previous: Value) => Value,
): Option {
	return new Option(flags, description).argParser(parse);
}

function whole(text: string): number {
	if (!/^\d+$/.test(text)) throw new InvalidArgumentError('Write a whole number.');
	return Number(text);
}

function positive(text: string): number {
	const value = Number(text);
	if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('Write a number above 0.');
	return value;
}

function share(text: string): number {
	const value = Number(text);
	if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('Write a number from 0 to 1.');
	return value;
}

function date(text: string): Date {
	const value = new Date(text);
	if (Number.isNaN(value.getTime())) throw new InvalidArgumentError('Write a date.');
	return value;
}

function latency(text: string): Latency {
	const [shortest = 0, longest] = text.split('-').map(whole);
	return longest === undefined ? shortest : [shortest, longest];
}

function addFault(text: string, faults: Fault[]): Fault[] {
	const fault = parseFault(text);
	if (!fault) throw new InvalidArgumentError('Write a fault as --help shows.');
	return [...faults, fault];
}

function addQuota(text: string, quotas: Quota[]): Quota[] {
	const quota = parseQuota(text);
	if (!quota) throw new InvalidArgumentError('Write a quota as --help shows.');
	return [...quotas, quota];
}

function quotaHeaders(text: string): QuotaHeader[] {
	return text.split(',').map((name) => {
		const known = QUOTA_HEADERS.find((header) => header === name);
		if (!known) throw new InvalidArgumentError('Write names as --help shows.');
		return known;
	});
}

function addLie(text: string, lies: ListLies): ListLies {
	const lie = parseLie(text);
	if (!lie) throw new InvalidArgumentError('Write a lie as --help shows.');
	return { ...lies, ...lie };
}

function drift(text: string): SimulatorOptions['drift'] {
	return { every: whole(text), records: 1 };
}

void program.parseAsync();
