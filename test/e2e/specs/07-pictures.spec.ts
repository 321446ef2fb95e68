import { importExample, runExample } from '../example';
import { expect, test } from '../fixtures';
import { DAY_MS, lastWeek } from '../records';

test.describe('An example in the editor', () => {
	test('opened and executed by one click, it sends its email', async ({
		editor,
		takePicture,
		world,
	}) => {
		const { mail } = world;
		const sentBefore = mail.mails.length;
		const { workflow } = await importExample('weekly-report.json', world);
		await editor.useTheme('light');
		await editor.openWorkflow(workflow.id);
		await editor.executeWorkflow();
		expect(mail.mails.length).toBe(sentBefore + 1);
		await editor.closeNotices();
		await takePicture('canvas', await editor.nodes(), 20);
		await editor.useTheme('dark');
		await takePicture('canvas-dark', await editor.nodes(), 20);
		expect(editor.complaints).toEqual([]);
	});

	test('the report that arrived keeps its width on a screen and on a phone, in both themes', async ({
		editor,
		takePicture,
		world,
	}) => {
		const { mail, simulator } = world;
		twoWeeks().forEach(({ at, count }) => simulator.arrive(count, at));
		await runExample('weekly-report.json', world);
		await editor.useTheme('light');
		const page = await editor.page.context().newPage();
		try {
			await page.setContent(mail.newest().html);
			for (const width of [320, 640]) {
				await page.setViewportSize({ width, height: 600 });
				expect(await page.evaluate(scrollWidth)).toBe(width);
			}
			const report = page.locator('body > *').first();
			await takePicture('weekly-report', [report]);
			// all of it, however long
			await page.setViewportSize({ width: 640, height: 1600 });
			await takePicture('weekly-report-whole', [report]);
			await page.setViewportSize({ width: 640, height: 600 });
			await page.emulateMedia({ colorScheme: 'dark' });
			await takePicture('weekly-report-dark', [report]);
			expect(await page.locator('script, img, svg, link, iframe').count()).toBe(0);
		} finally {
			await page.close();
		}
	});
});

/** Run in the page. */
const scrollWidth = 'document.documentElement.scrollWidth';

/** As many documents as a small team has in two weeks, fewer at the weekends. */
function twoWeeks(): Array<{ at: Date; count: number }> {
	const mondayMs = lastWeek().getTime() - 3 * DAY_MS;
	return [18, 24, 21, 26, 19, 6, 4, 23, 28, 25, 31, 27, 8, 5].map((count, day) => ({
		at: new Date(mondayMs + (day - 7) * DAY_MS),
		count,
	}));
}
