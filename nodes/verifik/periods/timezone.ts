/** No zone of that name is known to the Node that n8n runs on. The message says what to do. */
export class UnknownTimezone extends Error {
	constructor(timezone: string) {
		super(
			`The time zone "${timezone}" is not known. Choose another one under "Timezone" in the workflow's settings.`,
		);
		this.name = 'UnknownTimezone';
	}
}

/**
 * How far the clocks of a zone are ahead of UTC at that moment, in ms.
 *
 * @param timezone an IANA name: "America/Bogota"
 * @throws {UnknownTimezone}
 */
export function offsetAt(ms: number, timezone: string): number {
	// "12/31/1969, GMT-00:44:30", or "GMT" alone
	const [, sign, ...clock] = OFFSET.exec(formatterOf(timezone).format(ms)) ?? [];
	const [hours = 0, minutes = 0, seconds = 0] = clock.map((digits = '0') => Number(digits));
	const size = ((hours * 60 + minutes) * 60 + seconds) * 1000;
	return sign === '-' ? -size : size;
}

const OFFSET = /GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/;

/**
 * A moment as ISO text with the zone's offset, in the form that n8n's own dates have:
 * "2026-11-16T00:00:00.000-05:00", or with "Z" in UTC.
 *
 * @throws {UnknownTimezone}
 */
export function isoAt(ms: number, timezone: string): string {
	if (/^(UTC|GMT)$/i.test(timezone)) return new Date(ms).toISOString();
	// ISO has no seconds in an offset; without them here too, the text stays the same moment
	const minutes = Math.trunc(offsetAt(ms, timezone) / 60_000);
	const wallClock = new Date(ms + minutes * 60_000).toISOString().slice(0, -'Z'.length);
	return `${wallClock}${minutes < 0 ? '-' : '+'}${formatOffset(Math.abs(minutes))}`;
}

function formatOffset(minutes: number): string {
	return [Math.floor(minutes / 60), minutes % 60]
		.map((part) => String(part).padStart(2, '0'))
		.join(':');
}

/** By zone: making one takes many times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timezone: string): Intl.DateTimeFormat {
	const known = formatters.get(timezone);
	if (known !== undefined) return known;
	const made = makeFormatter(timezone);
	if (made === null) throw new UnknownTimezone(timezone);
	formatters.set(timezone, made);
	return made;
}

/** `null` when there is no such zone. */
function makeFormatter(timeZone: string): Intl.DateTimeFormat | null {
	try {
		return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
	} catch {
		return null;
	}
}
