/** Zones with every kind of offset and of change to or from summer time, between March and May. */
export const ZONES = [
	'UTC',
	'America/Bogota',
	'America/New_York',
	// the clock goes back at midnight
	'America/Santiago',
	'Europe/Berlin',
	// the clock goes forward at midnight
	'Africa/Cairo',
	'Asia/Kolkata',
	'Asia/Kathmandu',
	// by half an hour
	'Australia/Lord_Howe',
	'Pacific/Kiritimati',
];

export const GROUPINGS = ['hour', 'day', 'week', 'month'] as const;

export type Grouping = (typeof GROUPINGS)[number];

const QUARTER = 15 * 60_000;

/** Where the histories take place. */
export const FIRST = Date.parse('2026-03-01T00:00:00Z');
export const LAST = Date.parse('2026-05-01T00:00:00Z');

const formats = new Map(
	ZONES.map((timeZone) => [
		timeZone,
		new Intl.DateTimeFormat('en-US', {
			timeZone,
			year: 'numeric',
			month: '2-digit',
			day: '2-digit',
			hour: '2-digit',
			minute: '2-digit',
			second: '2-digit',
			fractionalSecondDigits: 3,
			hourCycle: 'h23',
			timeZoneName: 'longOffset',
		}),
	]),
);

/** A moment as ISO with the zone's offset. */
export function isoIn(zone: string, time: number): string {
	const parts = Object.fromEntries(
		formats
			.get(zone)
			?.formatToParts(time)
			.map(({ type, value }) => [type, value]) ?? [],
	);
	const { year, month, day, hour, minute, second, fractionalSecond, timeZoneName } = parts;
	const offset = timeZoneName === 'GMT' ? '+00:00' : timeZoneName.slice('GMT'.length);
	return `${year}-${month}-${day}T${hour}:${minute}:${second}.${fractionalSecond}${offset}`;
}

/** The group that a moment belongs to, by what the clock on the wall shows. */
export function groupKey(zone: string, grouping: Grouping, time: number): string {
	const iso = isoIn(zone, time);
	const day = iso.slice(0, 'yyyy-mm-dd'.length);
	if (grouping === 'month') return day.slice(0, 'yyyy-mm'.length);
	if (grouping === 'day') return day;
	// an hour that comes twice is two groups
	if (grouping === 'hour') return iso.slice(0, 'yyyy-mm-ddThh'.length) + iso.slice(-6);
	const monday = new Date(day);
	monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
	return monday.toISOString().slice(0, 'yyyy-mm-dd'.length);
}

/** A group as the clock on the wall makes it. */
export interface WallGroup {
	key: string;
	from: string;
	fromMs: number;
}

const wallGroups = new Map<string, WallGroup[]>();

/** All groups of that time. All clocks of today change on a quarter of an hour. */
export function groupsIn(zone: string, grouping: Grouping): WallGroup[] {
	const name = `${zone} ${grouping}`;
	const known = wallGroups.get(name);
	if (known !== undefined) return known;
	const groups: WallGroup[] = [];
	for (let fromMs = FIRST; fromMs < LAST; fromMs += QUARTER) {
		const key = groupKey(zone, grouping, fromMs);
		if (key !== groups.at(-1)?.key) groups.push({ key, from: isoIn(zone, fromMs), fromMs });
	}
	wallGroups.set(name, groups);
	return groups;
}
