import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';

import type { SandboxRecord } from '../../../sandbox';
import { examplesFolder, importExample, runExample } from '../example';
import { jsonOf, type Execution } from '../execution';
import { answerForm, readPage, sendForm } from '../form';
import {
	DAY_MS,
	findingsOf,
	isCreatedAt,
	isLastWeek,
	isOfConcern,
	isSuspicious,
	lastHour,
	lastWeek,
	warningsOf,
	yesterdayAtNoon,
} from '../records';
import { postPhoto } from '../tryRecords';
import type { World } from '../world';
import { eventually, type Check } from './check';

interface Expectation {
	/** in examples/ */
	file: string;
	/** What the example is there for. */
	promise: string;
	/** Runs it, and fails when it does not keep its promise. */
	prove(world: World): Promise<void>;
}

/** One transparent pixel. */
const TINY_PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
	'base64',
);

/** What appears in the sandbox for one of them is there for the next ones, too. */
const expectations: Expectation[] = [
	{
		file: 'quick-look.json',
		promise: 'the suspicious documents of the last 30 days as a table',
		async prove(world) {
			world.sandbox.arrive(30, yesterdayAtNoon());
			const execution = await runExample('quick-look.json', world);
			const rows = jsonOf(execution, 'Choose the Columns');
			const fromMs = Date.now() - 30 * DAY_MS;
			const suspicious = world.sandbox
				.records()
				.filter(({ createdAt }) => Date.parse(createdAt) >= fromMs)
				.filter(isOfConcern);
			assert.ok(suspicious.length > 0);
			const ids = (records: Array<{ _id?: unknown }>) => records.map(({ _id }) => _id).sort();
			assert.deepEqual(rows.map((row) => row['Record ID']).sort(), ids(suspicious));
			const [row] = rows;
			const shown = suspicious.find(({ _id }) => _id === row['Record ID']);
			assert.ok(shown);
			assert.equal(row.Score, shown.aggregatedScore ?? null);
			assert.equal(row.Warnings, warningsOf(shown).join(', '));
		},
	},
	{
		file: 'morning-slack.json',
		promise: 'one message that counts yesterday, with a line for each of the lowest scores',
		async prove(world) {
			const execution = await runExample('morning-slack.json', world);
			const [{ text }, ...others] = jsonOf(execution, 'Tell the Fraud Team');
			assert.deepEqual(others, []);
			const yesterday = world.sandbox.records().filter(isCreatedAt(yesterdayAtNoon()));
			const suspicious = yesterday.filter(isSuspicious);
			assert.match(
				String(text),
				new RegExp(`${suspicious.length} of ${yesterday.length} documents`),
			);
			const scores = yesterday
				.map(({ aggregatedScore }) => aggregatedScore)
				.filter((score) => typeof score === 'number');
			const lowest = yesterday.find(
				({ aggregatedScore }) => aggregatedScore === Math.min(...scores),
			);
			assert.ok(String(text).includes(lowest?._id ?? 'no lowest'), String(text));
		},
	},
	{
		file: 'weekly-report.json',
		promise: 'an email with the numbers of last week, also when nothing came',
		async prove(world) {
			const { mail, sandbox } = world;
			const before = sandbox.records().filter(isLastWeek).length;
			const records = sandbox.arrive(60, lastWeek());
			const execution = await runExample('weekly-report.json', world);
			succeeded(execution);
			const { subject, html } = mail.newest();
			const [summary] = jsonOf(execution, 'Summarize Last Week');
			assert.equal(summary.records, before + records.length);
			const suspicious = sandbox.records().filter(isLastWeek).filter(isSuspicious).length;
			assert.equal(
				subject,
				`${suspicious} of ${before + records.length} documents suspicious last week`,
			);
			assert.ok(html.includes(String(summary.html)), 'the report is not in the email');
		},
	},
	{
		file: 'warnings-to-sheet.json',
		promise: "yesterday's warnings and errors as rows",
		async prove(world) {
			world.sandbox.arrive(20, yesterdayAtNoon());
			const execution = await runExample('warnings-to-sheet.json', world);
			const rows = jsonOf(execution, 'Add Rows to the Sheet');
			const yesterday = world.sandbox.records().filter(isCreatedAt(yesterdayAtNoon()));
			assert.deepEqual(
				new Set(rows.map((row) => row['Record ID'])),
				new Set(yesterday.map(({ _id }) => _id)),
			);
			const findings = yesterday.flatMap(findingsOf);
			assert.equal(rows.filter(({ Code }) => Code !== '').length, findings.length);
		},
	},
	{
		file: 'slack-alert.json',
		promise: 'a message for each suspicious document of the last full hour',
		async prove(world) {
			const records = world.sandbox.arrive(60, lastHour(), { imageUrl: '' });
			const execution = await runExample('slack-alert.json', world);
			expectMessages(execution, records.filter(isOfConcern));
		},
	},
	{
		file: 'review-queue.json',
		promise:
			'an e-mail for each doubtful document, with its photo if there is one, and a form that takes the decision',
		async prove(world) {
			const { client, mail, sandbox } = world;
			await postPhoto(sandbox);
			const [{ imageUrl }] = sandbox.records();
			sandbox.arrive(20, lastHour(), { imageUrl: '' });
			sandbox.arrive(1, lastHour(), { imageUrl, aggregatedScore: 0.1 });
			sandbox.arrive(1, lastHour(), { imageUrl: `${imageUrl}-gone`, aggregatedScore: 0.1 });
			const doubtful = sandbox
				.records()
				.filter(isCreatedAt(lastHour()))
				.filter((record) => isSuspicious(record) || typeof record.aggregatedScore !== 'number');
			assert.ok(doubtful.length > 2);

			const { workflow, trigger } = await importExample('review-queue.json', world);
			const sentBefore = mail.mails.length;
			const executionId = await client.start(workflow, trigger);
			for (let answered = 0; answered < doubtful.length; answered += 1) {
				await eventually(async () => assert.ok(mail.mails[sentBefore + answered], 'no e-mail'));
				// n8n takes the answer once it has noted that it waits for one
				await eventually(
					async () =>
						await answerForm(mail.newest(), { 'field-0': 'Reject', 'field-1': 'Looks odd' }),
				);
			}

			const bodies = mail.mails.slice(sentBefore).map(({ html }) => html);
			assert.deepEqual(
				bodies.map((html) => html.includes('<img src="data:image/jpeg;base64,')),
				doubtful.map((record) => record === doubtful[1]),
			);
			assert.match(bodies[0], /No photo: [A-Z]/);
			assert.match(bodies[2], /No photo: [A-Z]/);

			await eventually(async () => {
				const { status } = await client.execution(executionId);
				assert.equal(status, 'success');
			});
			const execution = await client.execution(executionId);
			const decisions = jsonOf(execution, 'One Document at a Time', 0);
			assert.deepEqual(
				decisions.map(({ _id, decision, reason }) => ({ _id, decision, reason })),
				doubtful.map(({ _id }) => ({ _id, decision: 'Reject', reason: 'Looks odd' })),
			);
		},
	},
	{
		file: 'trigger-to-slack.json',
		promise: 'a message for each suspicious document that arrives',
		async prove(world) {
			const execution = await runExample('trigger-to-slack.json', world);
			const newest = world.sandbox.records().filter(isOfConcern).slice(0, 3);
			expectMessages(execution, newest);
		},
	},
	{
		file: 'form-check.json',
		promise: 'a photo from a form is checked once, and the sender reads what comes of it',
		async prove(world) {
			const { client, n8n, sandbox } = world;
			const { workflow, trigger } = await importExample('form-check.json', world);
			await client.publish(workflow);
			const chargesBefore = sandbox.charges;
			const path = workflow.nodes.find(({ name }) => name === trigger)?.webhookId;
			const { formWaitingUrl } = JSON.parse(
				await sendForm(`${n8n.url}/form/${path}`, {
					'field-0': 'somebody@example.com',
					'field-1': new Blob([TINY_PNG], { type: 'image/png' }),
				}),
			) as { formWaitingUrl: string };
			await eventually(async () => {
				const page = await readPage(formWaitingUrl);
				const [{ aggregatedScore, isLive }] = sandbox.records();
				const accepted = Number(aggregatedScore) > 0.5 && isLive !== false;
				assert.match(page, accepted ? /We received your document/ : /will look at your document/);
			});
			await client.unpublish(workflow);

			const [execution] = await client.executionsOf(workflow);
			const [checked] = jsonOf(execution, 'Check the Photo');
			assert.equal(checked._id, sandbox.records()[0]._id);
			assert.equal(sandbox.charges - chargesBefore, 4);
		},
	},
	{
		file: 'token-expiring.json',
		promise: 'an e-mail with the date on which the token expires',
		async prove(world) {
			succeeded(await runExample('token-expiring.json', world));
			const { subject, html } = world.mail.newest();
			// the sandbox's token says so
			assert.equal(subject, 'The Verifik access token expires on 1 Jan 2100');
			assert.match(html, /1 Jan 2100/);
		},
	},
	{
		file: 'approve-a-check.json',
		promise: 'nothing is checked unless a person approves what the agent proposes',
		async prove(world) {
			const { client, mail, openAi, sandbox } = world;
			await postPhoto(sandbox);
			const [{ imageUrl }] = sandbox.records();
			const doubtful = { imageUrl, aggregatedScore: 0.1 };
			const [proposed] = sandbox.arrive(1, yesterdayAtNoon(), doubtful);
			openAi.nextCall = { name: 'Find_Suspicious_Documents', arguments: {} };
			const { workflow, trigger } = await importExample('approve-a-check.json', world);
			for (const [decision, charges] of [
				['Do nothing', 0],
				['Check it again', 4],
			] as const) {
				const before = sandbox.charges;
				const sentBefore = mail.mails.length;
				const executionId = await client.start(workflow, trigger);
				await eventually(async () => assert.ok(mail.mails[sentBefore], 'no e-mail'));
				assert.equal(mail.newest().subject, `Check document ${proposed._id} again?`);
				assert.equal(sandbox.charges, before, 'charged before anybody approved');
				await eventually(async () => await answerForm(mail.newest(), { 'field-0': decision }));
				const { status } = await client.waitForExecution(executionId);
				assert.equal(status, 'success');
				assert.equal(sandbox.charges - before, charges);
			}
		},
	},
	{
		file: 'ai-agent.json',
		promise: 'an agent that finds documents with this node as its tool',
		async prove(world) {
			world.openAi.nextCall = { name: 'Find_Documents', arguments: { scoreMaximum: 0.1 } };
			const execution = await runExample('ai-agent.json', world, {
				sessionId: 'e2e',
				action: 'sendMessage',
				chatInput: 'Which documents look suspicious?',
			});
			const [{ output }] = jsonOf(execution, 'Answer With Care');
			const found = world.sandbox
				.records()
				.filter(({ aggregatedScore }) => Number(aggregatedScore ?? 1) <= 0.1);
			assert.ok(String(output).includes(found[0]._id), String(output));

			world.openAi.nextCall = { name: 'Summarize_a_Period', arguments: { period: 'previousWeek' } };
			const counted = await runExample('ai-agent.json', world, {
				sessionId: 'e2e',
				action: 'sendMessage',
				chatInput: 'How many suspicious documents were there last week, and what changed?',
			});
			const lastWeeks = world.sandbox.records().filter(isLastWeek).filter(isSuspicious).length;
			const [answer] = jsonOf(counted, 'Answer With Care');
			for (const fact of [`"suspicious":{"count":${lastWeeks},`, '"previous":{', '"change":{']) {
				assert.ok(String(answer.output).includes(fact), String(answer.output).slice(0, 500));
			}
		},
	},
];

export const exampleChecks: Array<Check<World>> = [
	...expectations.map(({ file, promise, prove }) => ({ name: `${file}: ${promise}`, run: prove })),
	{
		name: 'there is no example but these',
		async run() {
			assert.deepEqual(
				readdirSync(examplesFolder).filter((file) => file.endsWith('.json')),
				expectations.map(({ file }) => file).sort(),
			);
		},
	},
];

function succeeded({ status }: Execution): void {
	assert.equal(status, 'success');
}

/** @param records those that Slack is told about, and no others */
function expectMessages(execution: Execution, records: SandboxRecord[]): void {
	assert.ok(records.length > 0);
	const messages = jsonOf(execution, 'Tell the Fraud Team').map(({ text }) => String(text));
	assert.equal(messages.length, records.length);
	for (const { _id, aggregatedScore } of records) {
		const message = messages.find((text) => text.includes(_id)) ?? '';
		assert.ok(message.includes(aggregatedScore?.toFixed(6) ?? 'missing'), `${_id}: ${message}`);
	}
}
