import { readdirSync } from 'node:fs';

import type { INodeParameters } from 'n8n-workflow';

import { startSimulator, type SimulatorRecord } from '../../../simulator';
import { reasonsOf } from '../../unit/documentLiveness/reasonsByWords';
import { examplesFolder, importExample, runExample } from '../example';
import { hasRun, jsonOf, type Execution } from '../execution';
import { expect, test } from '../fixtures';
import { answerForm, readPage, sendForm } from '../form';
import { postPhoto, TINY_PNG } from '../photos';
import {
	DAY_MS,
	findingsOf,
	isCreatedAt,
	isLastWeek,
	hasLowNumber,
	isOfConcern,
	isSuspicious,
	isYesterday,
	lastHour,
	lastWeek,
	waitForTurnOfHour,
	warningsOf,
	yesterdayAtNoon,
	yesterdaysEnd,
} from '../records';
import { turnedDown } from '../tokens';
import type { World } from '../world';

/** Which examples have a test. */
const proven: string[] = [];

/**
 * @param file in examples/
 * @param promise what the example is there for
 * @param prove runs it, and fails when it does not keep its promise
 */
function testExample(file: string, promise: string, prove: (world: World) => Promise<void>): void {
	proven.push(file);
	test(`${file}: ${promise}`, async ({ world }) => {
		await waitForTurnOfHour();
		await prove(world);
	});
}

/** What appears in the simulator for one of them is there for the next ones, too. */
test.describe('The examples', () => {
	testExample(
		'quick-look.json',
		'the suspicious documents of the last 30 days as a table',
		async (world) => {
			world.simulator.arrive(30, yesterdayAtNoon());
			const execution = await runExample('quick-look.json', world);
			const rows = jsonOf(execution, 'Choose the Columns');
			const fromMs = Date.now() - 30 * DAY_MS;
			const suspicious = world.simulator
				.records()
				.filter(({ createdAt }) => Date.parse(createdAt) >= fromMs)
				.filter(isOfConcern);
			expect(suspicious).not.toEqual([]);
			const ids = (records: Array<{ _id?: unknown }>) => records.map(({ _id }) => _id).sort();
			expect(rows.map((row) => row['Record ID']).sort()).toEqual(ids(suspicious));
			const [row] = rows;
			const shown = suspicious.find(({ _id }) => _id === row['Record ID']);
			expect(row.Score).toBe(shown?.aggregatedScore ?? null);
			expect(row.Why).toBe(shown && whyOf(shown));
			expect(row.Warnings).toBe(shown && warningsOf(shown).join(', '));
		},
	);

	testExample(
		'morning-slack.json',
		'one message that counts yesterday, with a line for each of the lowest scores',
		async (world) => {
			world.simulator.arrive(20, yesterdayAtNoon());
			const execution = await runExample('morning-slack.json', world);
			const [{ text }, ...others] = jsonOf(execution, 'Tell the Fraud Team');
			expect(others).toEqual([]);
			const yesterday = world.simulator.records().filter(isYesterday);
			const suspicious = yesterday.filter(isSuspicious);
			expect(text).toContain(`${suspicious.length} of ${yesterday.length} documents`);
			const scores = yesterday
				.map(({ aggregatedScore }) => aggregatedScore)
				.filter((score) => typeof score === 'number');
			const lowest = yesterday.find(
				({ aggregatedScore }) => aggregatedScore === Math.min(...scores),
			);
			expect(text).toContain(lowest?._id);
		},
	);

	testExample(
		'weekly-report.json',
		'an email with the numbers of last week, also when nothing came',
		async (world) => {
			const { mail, simulator } = world;
			const before = simulator.records().filter(isLastWeek).length;
			const records = simulator.arrive(60, lastWeek());
			const execution = await runExample('weekly-report.json', world);
			succeeded(execution);
			const { subject, html } = mail.newest();
			const [summary] = jsonOf(execution, 'Summarize Last Week');
			expect(summary.records).toBe(before + records.length);
			const suspicious = simulator.records().filter(isLastWeek).filter(isSuspicious).length;
			expect(subject).toBe(
				`${suspicious} of ${before + records.length} documents suspicious last week`,
			);
			expect(html).toContain(summary.html);
		},
	);

	testExample(
		'warnings-to-sheet.json',
		"yesterday's warnings and errors as rows",
		async (world) => {
			world.simulator.arrive(20, yesterdayAtNoon());
			const execution = await runExample('warnings-to-sheet.json', world);
			const rows = jsonOf(execution, 'Add Rows to the Sheet');
			const yesterday = world.simulator.records().filter(isYesterday);
			expect(new Set(rows.map((row) => row['Record ID']))).toEqual(
				new Set(yesterday.map(({ _id }) => _id)),
			);
			const findings = yesterday.flatMap(findingsOf);
			expect(rows.filter(({ Code }) => Code !== '').length).toBe(findings.length);
		},
	);

	testExample(
		'slack-alert.json',
		'a message for each suspicious document of the last full hour',
		async (world) => {
			const records = world.simulator.arrive(60, lastHour(), { imageUrl: '' });
			const execution = await runExample('slack-alert.json', world);
			expectMessages(execution, records.filter(isOfConcern));
		},
	);

	testExample(
		'review-queue.json',
		'an email for each doubtful document, with its photo if there is one, and a form that takes the decision',
		async (world) => {
			const { client, mail, simulator } = world;
			await postPhoto(simulator);
			const [{ imageUrl }] = simulator.records();
			simulator.arrive(20, lastHour(), { imageUrl: '' });
			simulator.arrive(1, lastHour(), { imageUrl, aggregatedScore: 0.1 });
			simulator.arrive(1, lastHour(), { imageUrl: `${imageUrl}-gone`, aggregatedScore: 0.1 });
			const doubtful = simulator
				.records()
				.filter(isCreatedAt(lastHour()))
				.filter((record) => hasLowNumber(record) || typeof record.aggregatedScore !== 'number');
			expect(doubtful.length).toBeGreaterThan(2);

			const { workflow, trigger } = await importExample('review-queue.json', world);
			const sentBefore = mail.mails.length;
			const executionId = await client.start(workflow, trigger);
			for (let answered = 0; answered < doubtful.length; answered += 1) {
				await expect.poll(() => mail.mails.length, 'emails').toBeGreaterThan(sentBefore + answered);
				// n8n takes the answer once it has noted that it waits for one
				await expect(async () => {
					await answerForm(mail.newest(), { 'field-0': 'Reject', 'field-1': 'Looks odd' });
				}).toPass();
			}

			const bodies = mail.mails.slice(sentBefore).map(({ html }) => html);
			expect(bodies.map((html) => html.includes('<img src="data:image/jpeg;base64,'))).toEqual(
				doubtful.map((record) => record === doubtful[1]),
			);
			expect(bodies[0]).toMatch(/Why: [^<]*score/);
			expect(bodies[0]).toMatch(/No photo: [A-Z]/);
			expect(bodies[2]).toMatch(/No photo: [A-Z]/);

			await expect.poll(async () => (await client.execution(executionId)).status).toBe('success');
			const execution = await client.execution(executionId);
			const decisions = jsonOf(execution, 'One Document at a Time', 0);
			expect(decisions.map(({ _id, decision, reason }) => ({ _id, decision, reason }))).toEqual(
				doubtful.map(({ _id }) => ({ _id, decision: 'Reject', reason: 'Looks odd' })),
			);
		},
	);

	testExample(
		'trigger-to-slack.json',
		'a message for each suspicious document that arrives',
		async (world) => {
			const execution = await runExample('trigger-to-slack.json', world);
			const newest = world.simulator.records().filter(isOfConcern).slice(0, 3);
			expectMessages(execution, newest);
		},
	);

	testExample(
		'form-check.json',
		'a photo from a form is checked once, and the sender reads what comes of it',
		async (world) => {
			const { client, n8n, simulator } = world;
			const { workflow, trigger } = await importExample('form-check.json', world);
			await client.publish(workflow);
			const chargesBefore = simulator.charges;
			const path = workflow.nodes.find(({ name }) => name === trigger)?.webhookId;
			const { formWaitingUrl } = JSON.parse(
				await sendForm(`${n8n.url}/form/${path}`, {
					'field-0': 'somebody@example.com',
					'field-1': new Blob([Buffer.from(TINY_PNG, 'base64')], { type: 'image/png' }),
				}),
			) as { formWaitingUrl: string };
			await expect(async () => {
				const page = await readPage(formWaitingUrl);
				const accepted = !hasLowNumber(simulator.records()[0]);
				expect(page).toContain(
					accepted ? 'We received your document' : 'will look at your document',
				);
			}).toPass();
			await client.unpublish(workflow);

			const [execution] = await client.executionsOf(workflow);
			const [checked] = jsonOf(execution, 'Check the Photo');
			expect(checked._id).toBe(simulator.records()[0]._id);
			expect(simulator.charges - chargesBefore).toBe(4);
		},
	);

	test('form-check.json: fifteen forms at once pay for no more than the limit', async ({
		world,
	}) => {
		const { client, n8n, simulator } = world;
		const { workflow, trigger } = await importExample('form-check.json', world);
		// the one of the test before counts too
		const limit = 6;
		for (const { name, parameters } of workflow.nodes) {
			if (name !== 'Within the Daily Limit?') continue;
			const { conditions } = parameters.conditions as { conditions: INodeParameters[] };
			conditions[0].rightValue = limit;
		}
		const saved = await client.updateNodes(workflow, workflow.nodes);
		await client.publish(saved);
		const before = simulator.charges;
		const path = workflow.nodes.find(({ name }) => name === trigger)?.webhookId;
		await Promise.all(
			Array.from(
				{ length: 15 },
				async () =>
					await sendForm(`${n8n.url}/form/${path}`, {
						'field-0': 'somebody@example.com',
						'field-1': new Blob([Buffer.from(TINY_PNG, 'base64')], { type: 'image/png' }),
					}),
			),
		);
		await expect
			.poll(async () => {
				const executions = await client.executionsOf(saved);
				return executions.filter((execution) => hasRun(execution, 'Within the Daily Limit?'))
					.length;
			})
			.toBe(15);
		await expect.poll(() => simulator.charges - before).toBe((limit - 1) * 4);
		await client.unpublish(saved);
		expect(simulator.charges - before).toBe((limit - 1) * 4);
	});

	testExample(
		'silence-alarm.json',
		'an email when no document came in or Verifik could not be asked, and else none',
		async (world) => {
			const { client, mail } = world;
			const simulator = await startSimulator({ count: 5 });
			try {
				const good = { accessToken: simulator.token, baseUrl: simulator.url };
				const verifik = await client.createCredential('verifikApi', 'Silent', good);
				const sentBefore = mail.mails.length;
				const run = async () =>
					succeeded(await runExample('silence-alarm.json', { ...world, verifik }));
				await run();
				expect(mail.newest().subject).toBe('0 documents were checked yesterday');

				await client.updateCredential(verifik, { ...good, accessToken: turnedDown.expired });
				await run();
				expect(mail.newest().subject).toBe('Verifik could not be asked about yesterday');
				expect(mail.newest().text).toMatch(/token expired on 31 Jan 2025\. Create a new token/);

				await client.updateCredential(verifik, good);
				simulator.arrive(1, yesterdayAtNoon());
				await run();
				expect(mail.mails.length - sentBefore).toBe(2);
			} finally {
				await simulator.close();
			}
		},
	);

	testExample(
		'token-expiring.json',
		'an email with the date on which the token expires',
		async (world) => {
			succeeded(await runExample('token-expiring.json', world));
			const { subject, html } = world.mail.newest();
			// the simulator's token says so
			expect(subject).toBe('The Verifik access token expires on 1 Jan 2100');
			expect(html).toMatch(/1 Jan 2100/);
		},
	);

	testExample(
		'approve-a-check.json',
		'nothing is checked unless a person approves what the agent proposes',
		async (world) => {
			const { client, mail, openAi, simulator } = world;
			await postPhoto(simulator);
			const [{ imageUrl }] = simulator.records();
			const doubtful = { imageUrl, aggregatedScore: 0.1 };
			const [proposed] = simulator.arrive(1, yesterdaysEnd(), doubtful);
			openAi.nextCall = { name: 'Find_Suspicious_Documents', arguments: {} };
			const { workflow, trigger } = await importExample('approve-a-check.json', world);
			for (const [decision, charges] of [
				['Do nothing', 0],
				['Check it again', 4],
			] as const) {
				const before = simulator.charges;
				const sentBefore = mail.mails.length;
				const executionId = await client.start(workflow, trigger);
				await expect.poll(() => mail.mails.length, 'emails').toBeGreaterThan(sentBefore);
				expect(mail.newest().subject).toBe(`Check document ${proposed._id} again?`);
				expect(simulator.charges, 'charged before anybody approved').toBe(before);
				await expect(async () => await answerForm(mail.newest(), { 'field-0': decision })).toPass();
				const { status } = await client.waitForExecution(executionId);
				expect(status).toBe('success');
				expect(simulator.charges - before).toBe(charges);
			}
		},
	);

	testExample(
		'ai-agent.json',
		'an agent that finds documents with this node as its tool',
		async (world) => {
			world.openAi.nextCall = { name: 'Find_Documents', arguments: { scoreMaximum: 0.1 } };
			const execution = await runExample('ai-agent.json', world, {
				sessionId: 'e2e',
				action: 'sendMessage',
				chatInput: 'Which documents look suspicious?',
			});
			const [{ output }] = jsonOf(execution, 'Answer With Care');
			const found = world.simulator
				.records()
				.filter(({ aggregatedScore }) => Number(aggregatedScore ?? 1) <= 0.1);
			expect(output).toContain(found[0]._id);

			world.openAi.nextCall = { name: 'Summarize_a_Period', arguments: { period: 'previousWeek' } };
			const counted = await runExample('ai-agent.json', world, {
				sessionId: 'e2e',
				action: 'sendMessage',
				chatInput: 'How many suspicious documents were there last week, and what changed?',
			});
			const lastWeeks = world.simulator.records().filter(isLastWeek).filter(isSuspicious).length;
			const [answer] = jsonOf(counted, 'Answer With Care');
			for (const fact of [`"suspicious":{"count":${lastWeeks},`, '"previous":{', '"change":{']) {
				expect(answer.output).toContain(fact);
			}
		},
	);

	test('there is no example but these', () => {
		const examples = readdirSync(examplesFolder).filter((file) => file.endsWith('.json'));
		expect(examples).toEqual([...proven].sort());
	});
});

function succeeded({ status }: Execution): void {
	expect(status).toBe('success');
}

/** @param records those that Slack is told about, and no others */
function expectMessages(execution: Execution, records: SimulatorRecord[]): void {
	expect(records).not.toEqual([]);
	const messages = jsonOf(execution, 'Tell the Fraud Team').map(({ text }) => String(text));
	expect(messages).toHaveLength(records.length);
	for (const record of records) {
		const { _id, aggregatedScore } = record;
		const message = messages.find((text) => text.includes(_id));
		expect(message, _id).toContain(aggregatedScore?.toFixed(6) ?? 'missing');
		expect(message, _id).toContain(`*Why:* ${whyOf(record)}\n`);
	}
}

/** "verdict, aggregated score, printed copy" */
function whyOf(record: SimulatorRecord): string {
	const words = reasonsOf(record).map((reason) => reason.replace(/[A-Z]/g, ' $&').toLowerCase());
	return words.join(', ') || 'neither score nor verdict';
}
