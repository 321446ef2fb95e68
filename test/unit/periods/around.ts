import { isoAt } from '../../../nodes/verifik/periods/timezone';
import { startOf, startOfNext, type CalendarUnit } from '../../../nodes/verifik/periods/zonedTime';

/** A moment in a zone, and when the unit that it is in begins and the next one does. */
export type Case = [name: string, timezone: string, asked: string, start: string, next: string];

/** When the unit that the moment is in begins, and when the next one does. */
export function around(unit: CalendarUnit, asked: string, timezone: string): [string, string] {
	const ms = Date.parse(asked);
	return [
		isoAt(startOf(unit, ms, timezone), timezone),
		isoAt(startOfNext(unit, ms, timezone), timezone),
	];
}
