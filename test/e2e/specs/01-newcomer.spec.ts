import { CredentialWindow } from '../editor/credentialWindow';
import { OpenNode } from '../editor/openNode';
import { expect, test } from '../fixtures';
import { isSuspicious, waitForTurnOfHour, yesterdayAtNoon } from '../records';
import { turnedDown } from '../tokens';

const NODE = 'Verifik Document Liveness';
const ICONS = '/icons/n8n-nodes-verifik/dist/icons';

const RECORD_FIELDS = ['_id', 'createdAt', 'aggregatedScore', 'isLive', 'warnings', 'errors'];

/** What can be mapped before anything has run, as far as it is in sight. */
const FIELDS_BY_ACTION: Array<[action: string, fields: string[]]> = [
	['Check photo of document', RECORD_FIELDS],
	['Get record', RECORD_FIELDS],
	['Get many records', RECORD_FIELDS],
	['Get suspicious documents', RECORD_FIELDS],
	['Get summary of records', ['period', 'records', 'suspicious', 'verdicts']],
];

/** A newcomer's way through the editor: each step goes on where the one before has left off. */
test.describe('A newcomer in the editor', () => {
	test.describe.configure({ mode: 'serial' });

	test('the nodes panel finds the node under "verifik", "kyc", "liveness", "document fraud"', async ({
		editor,
	}) => {
		await editor.newWorkflow();
		for (const text of ['verifik', 'kyc', 'liveness', 'document fraud']) {
			await editor.searchNodes('no such thing');
			await expect.poll(async () => await editor.foundNodes()).toEqual([]);
			await editor.searchNodes(text);
			await expect
				.poll(async () => await editor.foundNodes(), { message: `under "${text}"` })
				.toContain(NODE);
		}
	});

	test('"Get" opens with its own fields', async ({ editor }) => {
		await editor.newWorkflow();
		await editor.addNode(NODE, 'Get record');
		await expectParameters(new OpenNode(editor.page), [
			'Operation',
			'Record',
			'Filters',
			'Simplify',
			'Split Warnings',
			'Options',
		]);
	});

	test('"Create" and "Download Image" show theirs', async ({ editor }) => {
		const node = new OpenNode(editor.page);
		await node.choose('operation', 'Create');
		await expectParameters(node, [
			'Operation',
			'Image Source',
			'Input Binary Field',
			'Checks',
			'Save Image',
			'Simplify',
			'Split Warnings',
			'Options',
		]);
		await node.choose('operation', 'Download Image');
		await expectParameters(node, ['Operation', 'Record', 'Put Output File in Field', 'Options']);
		await node.choose('operation', 'Get');
	});

	test("the credential's window says why it cannot connect with a wrong token", async ({
		editor,
		services: { simulator },
	}) => {
		const credential = new CredentialWindow(editor.page);
		await credential.create();
		expect(await credential.value('baseUrl')).toBe('https://api.verifik.co');
		await credential.fill('accessToken', turnedDown.wrong);
		await credential.fill('baseUrl', simulator.url);
		await credential.save();
		expect(await credential.failure()).toMatch(/Verifik did not accept the access token/);
	});

	test('with a good token the credential connects', async ({
		editor,
		takePicture,
		services: { simulator },
	}) => {
		const credential = new CredentialWindow(editor.page);
		await credential.fill('accessToken', simulator.token);
		await credential.save();
		await credential.window.waitFor({ state: 'hidden' });
		await credential.edit();
		await credential.success.waitFor();
		await editor.closeNotices();
		// not the address of a simulator
		await takePicture('credential', [credential.success, credential.field('accessToken')], 24);
		await credential.close();
	});

	test('records are picked from a list, newest first, which also finds one by its ID', async ({
		editor,
		services: { simulator },
	}) => {
		const node = new OpenNode(editor.page);
		const [newest, ...older] = simulator.records();
		await node.openList();
		const [first] = await node.listed();
		expect(first).toMatch(/^1 Jan 2026 00:00 · score 0\.\d+$/);
		expect(first).toContain(String(newest.aggregatedScore));
		const oldest = older[older.length - 1];
		await node.searchList(oldest._id);
		await expect.poll(async () => await node.listed()).toHaveLength(1);
		await node.pickFromList(0);
		await node.execute();
		const [names, values] = await node.table();
		expect(values[names.indexOf('_id')]).toBe(oldest._id);
	});

	test('"Get Many" shows other fields, and Limit only without Return All', async ({ editor }) => {
		const node = new OpenNode(editor.page);
		await node.choose('operation', 'Get Many');
		const common = ['Filters', 'Simplify', 'Split Warnings', 'Options'];
		await expectParameters(node, ['Operation', 'Return All', 'Limit', ...common]);
		await node.toggle('returnAll');
		await expectParameters(node, ['Operation', 'Return All', ...common]);
		await node.toggle('returnAll');
		await expectParameters(node, ['Operation', 'Return All', 'Limit', ...common]);
	});

	test('what only a split can use is offered only with a split', async ({ editor }) => {
		const node = new OpenNode(editor.page);
		const always = [
			'Concurrent Requests',
			'Max Attempts per Request',
			'Max Wait for Quota',
			'Page Size',
			'Timeout',
			'When Results Are Incomplete',
		];
		const split = ['Include Errors', 'Records Without Warnings'];
		expect(await node.offeredBy('Option')).toEqual(always);
		await node.choose('splitWarnings', 'Per Check');
		expect(await node.offeredBy('Option')).toEqual([...always, ...split].sort());
	});

	test('the suspicious records come out, one item per warning', async ({
		editor,
		takePicture,
		services: { simulator },
	}) => {
		const node = new OpenNode(editor.page);
		await node.add('Filter', 'Aggregated Score Maximum');
		await node.fill('aggregatedScoreMax', '0.2');
		await node.fill('limit', '5');
		await node.execute();
		const [names, ...rows] = await node.table();
		const suspicious = simulator
			.records()
			.filter(({ aggregatedScore }) => Number(aggregatedScore ?? 1) <= 0.2)
			.slice(0, 5);
		const column = names.indexOf('_id');
		expect([...new Set(rows.map((row) => row[column]))]).toEqual(suspicious.map(({ _id }) => _id));
		expect(names).toEqual(expect.arrayContaining(['check', 'code']));
		await editor.closeNotices();
		await node.showAs('schema');
		await takePicture('result', [node.window]);
	});

	test('from an empty canvas, four choices and no expression give the text for Slack about yesterday', async ({
		editor,
		takePicture,
		services: { simulator },
	}) => {
		await new OpenNode(editor.page).close();
		await waitForTurnOfHour();
		const records = simulator.arrive(30, yesterdayAtNoon());
		await editor.newWorkflow();
		await editor.addNode(NODE, 'Get summary of records');
		const node = new OpenNode(editor.page);
		await node.choose('period', 'Yesterday');
		await node.choose('report', 'Text');
		await node.execute();
		const suspicious = records.filter(isSuspicious).length;
		await expect
			.poll(async () => {
				const [names = [], values = []] = await node.table();
				return values[names.indexOf('text')] ?? '';
			})
			.toMatch(new RegExp(`${suspicious} of 30 documents`));
		await editor.closeNotices();
		await node.scrollTableTo('text');
		await takePicture('summary', [node.window]);
	});

	test('before the first run, the node behind it is offered its fields', async ({
		editor,
		takePicture,
	}) => {
		await new OpenNode(editor.page).close();
		for (const [action, fields] of FIELDS_BY_ACTION) {
			await editor.newWorkflow();
			await editor.addNode(NODE, action);
			const node = new OpenNode(editor.page);
			await node.close();
			await editor.addBehind(NODE, 'Edit Fields (Set)');
			await expect
				.poll(async () => await node.previewedFields())
				.toEqual(expect.arrayContaining(fields));
			if (action === 'Get suspicious documents') await takePicture('preview', [node.window]);
			await node.close();
		}
	});

	test('on the canvas the node tells its operation, and its icon shows in both themes', async ({
		editor,
	}) => {
		const node = editor.node(NODE);
		expect(await node.innerText()).toMatch(/Get Summary/);
		expect(await editor.iconOf(NODE)).toBe(`${ICONS}/verifik.svg`);
		await editor.useTheme('dark');
		await expect(async () => {
			expect(await editor.iconOf(NODE)).toBe(`${ICONS}/verifik.dark.svg`);
		}).toPass();
	});

	test("nothing of all this makes the browser's console complain", async ({ editor }) => {
		expect(editor.complaints).toEqual([]);
	});
});

async function expectParameters(node: OpenNode, expected: string[]): Promise<void> {
	await expect.poll(async () => await node.parameters()).toEqual(expected);
}
