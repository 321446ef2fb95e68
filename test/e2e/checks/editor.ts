import assert from 'node:assert/strict';

import { CredentialWindow } from '../editor/credentialWindow';
import type { Editor } from '../editor/editor';
import { OpenNode } from '../editor/openNode';
import { takePicture } from '../editor/picture';
import { isSuspicious, yesterdayAtNoon } from '../records';
import type { Services } from '../world';
import { eventually, inSequence, type Check } from './check';
import { turnedDown } from './credential';

/** Somebody who has just installed the package, in front of the editor. */
export interface Newcomer extends Services {
	editor: Editor;
}

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

const steps = inSequence<Newcomer>([
	{
		name: '"Get" opens with its own fields',
		async run({ editor }) {
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
		},
	},
	{
		name: '"Create" and "Download Image" show theirs',
		async run({ editor }) {
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
		},
	},
	{
		name: "the credential's window says why it cannot connect with a wrong token",
		async run({ editor, sandbox }) {
			const credential = new CredentialWindow(editor.page);
			await credential.create();
			assert.equal(await credential.value('baseUrl'), 'https://api.verifik.co');
			await credential.fill('accessToken', turnedDown.wrong);
			await credential.fill('baseUrl', sandbox.url);
			await credential.save();
			assert.match(await credential.failure(), /Verifik did not accept the access token/);
		},
	},
	{
		name: 'with a good token the credential connects',
		async run({ editor, sandbox }) {
			const credential = new CredentialWindow(editor.page);
			await credential.fill('accessToken', sandbox.token);
			await credential.save();
			await credential.window.waitFor({ state: 'hidden' });
			await credential.edit();
			await credential.waitForSuccess();
			await editor.closeNotices();
			await takePicture('credential', [credential.window]);
			await credential.close();
		},
	},
	{
		name: 'records are picked from a list, newest first, which also finds one by its ID',
		async run({ editor, sandbox }) {
			const node = new OpenNode(editor.page);
			const [newest, ...older] = sandbox.records();
			await node.openList();
			const [first] = await node.listed();
			assert.match(first, /^1 Jan 2026 00:00 · score 0\.\d+$/);
			assert.ok(first.includes(String(newest.aggregatedScore)), first);
			const oldest = older[older.length - 1];
			await node.searchList(oldest._id);
			await eventually(async () => assert.equal((await node.listed()).length, 1));
			await node.pickFromList(0);
			await node.execute();
			const [names, values] = await node.table();
			assert.equal(values[names.indexOf('_id')], oldest._id);
		},
	},
	{
		name: '"Get Many" shows other fields, and Limit only without Return All',
		async run({ editor }) {
			const node = new OpenNode(editor.page);
			await node.choose('operation', 'Get Many');
			const common = ['Filters', 'Simplify', 'Split Warnings', 'Options'];
			await expectParameters(node, ['Operation', 'Return All', 'Limit', ...common]);
			await node.toggle('returnAll');
			await expectParameters(node, ['Operation', 'Return All', ...common]);
			await node.toggle('returnAll');
			await expectParameters(node, ['Operation', 'Return All', 'Limit', ...common]);
		},
	},
	{
		name: 'what only a split can use is offered only with a split',
		async run({ editor }) {
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
			assert.deepEqual(await node.offeredBy('Option'), always);
			await node.choose('splitWarnings', 'Per Check');
			assert.deepEqual(await node.offeredBy('Option'), [...always, ...split].sort());
		},
	},
	{
		name: 'the suspicious records come out, one item per warning',
		async run({ editor, sandbox }) {
			const node = new OpenNode(editor.page);
			await node.add('Filter', 'Aggregated Score Maximum');
			await node.fill('aggregatedScoreMax', '0.2');
			await node.fill('limit', '5');
			await node.execute();
			const [names, ...rows] = await node.table();
			const suspicious = sandbox
				.records()
				.filter(({ aggregatedScore }) => Number(aggregatedScore ?? 1) <= 0.2)
				.slice(0, 5);
			const column = names.indexOf('_id');
			assert.deepEqual(
				[...new Set(rows.map((row) => row[column]))],
				suspicious.map(({ _id }) => _id),
			);
			assert.ok(names.includes('check') && names.includes('code'), names.join());
			await editor.closeNotices();
			await node.showAs('schema');
			await takePicture('result', [node.window]);
		},
	},
	{
		name: 'from an empty canvas, four choices and no expression give the text for Slack about yesterday',
		async run({ editor, sandbox }) {
			await new OpenNode(editor.page).close();
			const records = sandbox.arrive(30, yesterdayAtNoon());
			await editor.newWorkflow();
			await editor.addNode(NODE, 'Get summary of records');
			const node = new OpenNode(editor.page);
			await node.choose('period', 'Yesterday');
			await node.choose('report', 'Text');
			await node.execute();
			const suspicious = records.filter(isSuspicious).length;
			await eventually(async () => {
				const [names, values = []] = await node.table();
				const text = values[names.indexOf('text')] ?? '';
				assert.match(text, new RegExp(`${suspicious} of 30 documents`));
			});
			await editor.closeNotices();
			await node.scrollTableTo('text');
			await takePicture('summary', [node.window]);
		},
	},
	{
		name: 'before the first run, the node behind it is offered its fields',
		async run({ editor }) {
			await new OpenNode(editor.page).close();
			for (const [action, fields] of FIELDS_BY_ACTION) {
				await editor.newWorkflow();
				await editor.addNode(NODE, action);
				const node = new OpenNode(editor.page);
				await node.close();
				await editor.addBehind(NODE, 'Edit Fields (Set)');
				await eventually(async () => {
					const offered = await node.previewedFields();
					assert.deepEqual(
						fields.filter((field) => !offered.includes(field)),
						[],
						offered.join(),
					);
				});
				if (action === 'Get suspicious documents') await takePicture('preview', [node.window]);
				await node.close();
			}
		},
	},
	{
		name: 'on the canvas the node tells its operation, and its icon shows in both themes',
		async run({ editor }) {
			const node = editor.node(NODE);
			assert.match(await node.innerText(), /Get Summary/);
			assert.equal(await editor.iconOf(NODE), `${ICONS}/verifik.svg`);
			await editor.useTheme('dark');
			await eventually(async () =>
				assert.equal(await editor.iconOf(NODE), `${ICONS}/verifik.dark.svg`),
			);
		},
	},
]);

/** A newcomer's way through the editor. */
export const editorChecks: Array<Check<Newcomer>> = [
	{
		name: 'the nodes panel finds the node under "verifik", "kyc", "liveness", "document fraud"',
		async run({ editor }) {
			await editor.newWorkflow();
			for (const text of ['verifik', 'kyc', 'liveness', 'document fraud']) {
				await editor.searchNodes('no such thing');
				await eventually(async () => assert.deepEqual(await editor.foundNodes(), []));
				await editor.searchNodes(text);
				await eventually(async () =>
					assert.ok((await editor.foundNodes()).includes(NODE), `not under "${text}"`),
				);
			}
		},
	},
	...steps,
	{
		name: "nothing of all this makes the browser's console complain",
		async run({ editor }) {
			assert.deepEqual(editor.complaints, []);
		},
	},
];

async function expectParameters(node: OpenNode, expected: string[]): Promise<void> {
	await eventually(async () => assert.deepEqual(await node.parameters(), expected));
}
