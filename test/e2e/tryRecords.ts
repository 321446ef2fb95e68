import type { Simulator } from '../../simulator';
import { postPhoto } from './photos';

const MINUTE_MS = 60_000;
const DAYS = 60;
/** Not a whole number of hours, so that every time of day has some. */
const GAP_MS = 173 * MINUTE_MS;
/** How many of the newest records have one. */
export const PHOTOS = 3;

/**
 * What a team would have: records of the last weeks up to now, some of which have their photo, and
 * a new one every minute from here on. The timer does not keep the process alive.
 */
export async function addRecentRecords(simulator: Simulator): Promise<void> {
	const nowMs = Date.now();
	for (let ageMs = DAYS * 24 * 60 * MINUTE_MS; ageMs > 0; ageMs -= GAP_MS) {
		simulator.arrive(1, new Date(nowMs - ageMs));
	}
	for (let photo = 0; photo < PHOTOS; photo++) await postPhoto(simulator);
	setInterval(() => simulator.arrive(1, new Date()), MINUTE_MS).unref();
}
