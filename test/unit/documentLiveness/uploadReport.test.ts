import { UploadReport } from '../../../nodes/verifik/documentLiveness/uploadReport';

/** A run that sent the images of these input items. */
function sent(...items: number[]): UploadReport {
	const report = new UploadReport();
	for (const item of items) report.addSent(item);
	return report;
}

describe('what somebody has to know before the images are sent again', () => {
	it.each([
		['nothing was sent, of one item', sent(), 1, 'No image was sent.'],
		['nothing was sent', sent(), 3, 'No image was sent. Not sent: input items 0 to 2.'],
		['all were sent', sent(0, 1), 2, '2 images sent in this run.'],
		['one was sent, of one item', sent(0), 1, '1 image sent in this run.'],
		['one was not', sent(0, 2), 3, '2 images sent in this run. Not sent: input item 1.'],
		[
			'several were not, one by itself and some in a row',
			sent(0, 2, 6),
			7,
			'3 images sent in this run. Not sent: input items 1, 3 to 5.',
		],
	])('%s', (_, report, itemCount, expected) => {
		expect(report.account(itemCount)).toBe(expected);
	});

	it('tells the charged ones from those that nobody knows about', () => {
		const report = sent(0, 1, 2);
		report.addCharged(4);
		report.addCharged(3);
		report.addUncertain();
		expect(report.account(3)).toBe(
			'3 images sent in this run, 2 of them charged (7 checks), with a record at Verifik, 1 perhaps charged, without an answer. Retry in the list of executions does not pay for the charged ones again.',
		);
	});

	it.each([
		['the first', [undefined, 4]],
		['the last', [4, undefined]],
	])('counts no checks when Verifik does not say how many, here of %s', (_, checks) => {
		const report = sent(0, 1);
		for (const each of checks) report.addCharged(each);
		expect(report.account(2)).toBe(
			'2 images sent in this run, 2 of them charged, with a record at Verifik. Retry in the list of executions does not pay for the charged ones again.',
		);
		expect(report.hints()).toEqual([
			'2 images were checked. Verifik does not say how many checks it charged.',
		]);
	});
});

describe('what was paid, below the output', () => {
	it('is nothing to tell when no image was charged', () => {
		const report = sent(0);
		report.addUncertain();
		expect(report.hints()).toEqual([]);
	});

	it('is the sum of the checks', () => {
		const report = sent(0, 1);
		report.addCharged(4);
		report.addCharged(4);
		expect(report.hints()).toEqual(['8 checks were charged for 2 images.']);
	});
});
