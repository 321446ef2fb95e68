import fc from '../../harness/fastCheck';
import { DateTime } from 'luxon';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The years that are drawn from; clocks are known to be changed a little beyond them too. */
const FIRST = Date.UTC(2013, 0);
const LAST = Date.UTC(2040, 0);
const MARGIN = 60 * DAY;

/** A moment in a zone: ms since 1970. */
export interface Asked {
	timezone: string;
	ms: number;
}

/** What the clocks of the zone show, by luxon. */
export function clockAt({ timezone, ms }: Asked): DateTime<true> {
	const clock = DateTime.fromMillis(ms, { zone: timezone });
	if (!clock.isValid) throw new Error(`luxon does not know ${timezone}`);
	return clock;
}

/** Whether the clocks are changed within that long before or after. */
export function isChangedAround({ timezone, ms }: Asked, distanceMs: number): boolean {
	return changesOf(timezone).some((change) => Math.abs(change - ms) <= distanceMs);
}

/** Any zone and any moment of these years, every other one close to a change of its clocks. */
export const anyMoment: fc.Arbitrary<Asked> = fc
	.tuple(
		fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC'),
		fc.integer({ min: FIRST, max: LAST }),
		fc.option(
			fc.record({
				which: fc.nat({ max: 1_000 }),
				distance: fc.oneof(
					fc.constantFrom(-HOUR, -1, 0, 1, HOUR - 1, HOUR),
					fc.integer({ min: -4 * HOUR, max: 4 * HOUR }),
					fc.integer({ min: -2 * DAY, max: 2 * DAY }),
				),
			}),
			{ freq: 1 },
		),
	)
	.map(([timezone, ms, near]) => {
		const changes = changesOf(timezone);
		if (near === null || changes.length === 0) return { timezone, ms };
		return { timezone, ms: changes[near.which % changes.length] + near.distance };
	});

const known = new Map<string, number[]>();

/** All moments at which the clocks of the zone are changed in those years. */
function changesOf(timezone: string): number[] {
	const changes = known.get(timezone) ?? findChanges(timezone);
	known.set(timezone, changes);
	return changes;
}

/** With Node's own clock, because luxon's takes five times as long. */
function findChanges(timeZone: string): number[] {
	const clock = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
	const offsetAt = (ms: number) => clock.format(ms).split('GMT')[1];
	const changes: number[] = [];
	// no two of them are closer than a week
	const step = 6 * DAY;
	for (let from = FIRST - MARGIN; from < LAST + MARGIN; from += step) {
		if (offsetAt(from) !== offsetAt(from + step)) changes.push(findChange(offsetAt, from, step));
	}
	return changes;
}

function findChange(offsetAt: (ms: number) => string, from: number, step: number): number {
	let [before, after] = [from, from + step];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (offsetAt(middle) === offsetAt(from)) before = middle;
		else after = middle;
	}
	return after;
}
