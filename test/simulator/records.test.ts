import created from '../../simulator/documented/create.200.json';
import retrieved from '../../simulator/documented/retrieve.200.json';
import { generateRecord, type SimulatorRecord } from '../../simulator';
import { call, ids, LIST, simulatorWith } from './support';

const RECORDS = Array.from({ length: 5000 }, (_, index) => generateRecord(1, index));

function share(has: (record: SimulatorRecord) => boolean, records = RECORDS): number {
	return records.filter(has).length / records.length;
}

const score = (record: SimulatorRecord): number => record.aggregatedScore ?? NaN;

describe('generated records', () => {
	it('are the same bytes for the same seed, and others for another', async () => {
		const everything = async (seed: number): Promise<string> => {
			const simulator = await simulatorWith({ count: 200, seed });
			return await (await call(simulator, LIST)).text();
		};
		expect(await everything(7)).toBe(await everything(7));
		expect(await everything(7)).not.toBe(await everything(8));
	});

	it('have the fields of the documented record, a third of them the newer ones too', () => {
		const older = Object.keys(retrieved.data).sort();
		const newer = Object.keys(created.data).sort();
		for (const record of RECORDS) {
			expect(Object.keys(record).sort()).toEqual('isLive' in record ? newer : older);
		}
		expect(share((record) => 'isLive' in record)).toBeCloseTo(1 / 3, 1);
	});

	it('have unique ids of 24 hex digits, whose time lies before createdAt', () => {
		expect(new Set(ids(RECORDS)).size).toBe(RECORDS.length);
		for (const { _id, createdAt } of RECORDS) {
			expect(_id).toMatch(/^[0-9a-f]{24}$/);
			const lead = Date.parse(createdAt) - parseInt(_id.slice(0, 8), 16) * 1000;
			expect(lead).toBeGreaterThanOrEqual(5_000);
			expect(lead).toBeLessThanOrEqual(35_999);
		}
	});

	it('are spoofs once in fifty, unclear now and then, mostly genuine', () => {
		expect(share((record) => score(record) < 0.01)).toBeCloseTo(0.02, 2);
		expect(share((record) => score(record) >= 0.01 && score(record) < 0.6)).toBeCloseTo(0.08, 1);
		expect(share((record) => score(record) >= 0.6 && score(record) <= 1)).toBeCloseTo(0.9, 1);
		expect(Math.min(...RECORDS.map(score))).toBeGreaterThan(0);
	});

	it('have score 0 and probability 0 for a check that was not run', () => {
		const notRun = RECORDS.filter((record) => !record.validatePrintedCopy);
		expect(notRun.length).toBeGreaterThan(100);
		for (const record of notRun) {
			expect(record).toMatchObject({
				printedCopyScore: 0,
				printedCopyProbability: 0,
				printedCopyWarnings: [],
				printedCopyErrors: [],
			});
		}
		const ranNothing = (record: SimulatorRecord): boolean =>
			!record.validateScreenReplay &&
			!record.validatePrintedCopy &&
			!record.validatePortraitSubstitution &&
			!record.validateDigitalManipulation;
		expect(share(ranNothing)).toBe(0);
	});

	it('agree with themselves in the newer fields', () => {
		for (const record of RECORDS.filter(({ isLive }) => isLive !== undefined)) {
			expect(record.isLive).toBe(score(record) >= 0.5);
			expect(record.rawResponse?.aggregate_liveness_probability).toBe(String(score(record)));
			expect(record.rawResponse?.pipeline_results).toHaveLength(record.chargesCount ?? NaN);
			expect(new Set(record.aggregateWarnings)).toEqual(
				new Set([
					...record.screenReplayWarnings,
					...record.printedCopyWarnings,
					...record.portraitSubstitutionWarnings,
					...record.digitalManipulationWarnings,
				]),
			);
		}
	});

	it.each(['minimum', 'mean'] as const)(
		'have a score by the %s of the checks that ran',
		(formula) => {
			for (let index = 0; index < 500; index++) {
				const record = generateRecord(1, index, { formula });
				const ran = [
					record.validateScreenReplay && record.screenReplayProbability,
					record.validatePrintedCopy && record.printedCopyProbability,
					record.validatePortraitSubstitution && record.portraitSubstitutionProbability,
					record.validateDigitalManipulation && record.digitalManipulationProbability,
				].filter((probability) => probability !== false);
				const mean = ran.reduce((sum, probability) => sum + probability, 0) / ran.length;
				expect(score(record)).toBeCloseTo(formula === 'mean' ? mean : Math.min(...ran), 6);
			}
		},
	);

	it('have −999999 for a check that timed out, and for the score, only where told to', () => {
		expect(RECORDS.map((record) => JSON.stringify(record)).join()).not.toContain('-999999');
		const records = RECORDS.slice(0, 1000).map((_record, index) =>
			generateRecord(1, index, { timedOut: 0.2 }),
		);
		const timedOut = records.filter((record) => score(record) === -999999);
		expect(timedOut.length / 1000).toBeCloseTo(0.2, 1);
		for (const record of timedOut) {
			const found = Object.entries(record).filter(([, value]) => value === -999999);
			expect(found.map(([name]) => name.replace(/^.*(?=Probability)/, '')).sort()).toEqual([
				'Probability',
				'aggregatedScore',
			]);
		}
	});

	it('lack a usable score only where told to, absent or null', async () => {
		expect(share((record) => typeof record.aggregatedScore !== 'number')).toBe(0);
		const simulator = await simulatorWith({ count: 1000, withoutScore: 0.2 });
		const text = await (await call(simulator, LIST)).text();
		const { data } = JSON.parse(text) as { data: SimulatorRecord[] };
		const lacking = data.filter(({ aggregatedScore }) => typeof aggregatedScore !== 'number');
		expect(lacking.length / 1000).toBeCloseTo(0.2, 1);
		expect(lacking.some((record) => record.aggregatedScore === null)).toBe(true);
		expect(lacking.some((record) => !('aggregatedScore' in record))).toBe(true);
	});
});
