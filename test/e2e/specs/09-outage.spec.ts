import { errorOf } from '../execution';
import { expect, test, testInBothModes } from '../fixtures';
import type { N8n } from '../n8n';
import { expectTold, failedPolls, publishTrigger } from '../polling';
import { turnedDown } from '../tokens';

/** ms; a minute lies between the first two polls that fail, and two between the next ones. */
const SECOND_FAILURE = 120_000;
const THIRD_ATTEMPT = 180_000;

/** The trigger skips a poll, or, under durable polls after an expired token, n8n does. */
const SKIPPED = /this poll was skipped.*Next attempt in|Poll is backing off/g;

/** What the trigger does while Verifik cannot be asked. */
test.describe('The trigger during an outage', () => {
	testInBothModes(
		'an outage: few polls fail, the others are skipped, and what came meanwhile is told once',
		async (world) => {
			const { client, n8n, simulator } = world;
			const workflow = await publishTrigger(world, 'Outage');
			const arrived = simulator.arrive(2);
			await expectTold(client, workflow, arrived);

			const skippedBefore = skippedPolls(n8n);
			simulator.fault({ kind: 'status', status: 503, path: '/v2/', times: Infinity });
			arrived.push(...simulator.arrive(2));
			await failedPolls(client, workflow, 1);
			arrived.push(...simulator.arrive(2));
			await failedPolls(client, workflow, 2, SECOND_FAILURE);
			simulator.reset();
			arrived.push(...simulator.arrive(2));
			await expectTold(client, workflow, arrived, { patience: THIRD_ATTEMPT });

			const failed = await failedPolls(client, workflow, 2);
			expect(failed.map(errorOf)).toHaveLength(2);
			// one of six a minute would have failed each
			const skipped = skippedPolls(n8n) - skippedBefore;
			expect(skipped, 'polls that were skipped').toBeGreaterThanOrEqual(8);
			await client.unpublish(workflow);
		},
	);

	testInBothModes(
		'an expired token fails one poll; a new one is tried at once, if durable once published again',
		async ({ client, n8n, simulator }, mode) => {
			const good = { accessToken: simulator.token, baseUrl: simulator.url };
			const verifik = await client.createCredential('verifikApi', 'Expires', good);
			const workflow = await publishTrigger({ client, verifik }, 'Expired token');
			const arrived = simulator.arrive(2);
			await expectTold(client, workflow, arrived);

			await client.updateCredential(verifik, { ...good, accessToken: turnedDown.expired });
			arrived.push(...simulator.arrive(2));
			const [failed] = await failedPolls(client, workflow, 1);
			expect(errorOf(failed)).toMatch(/expired/);
			const skippedBefore = skippedPolls(n8n);
			await expect
				.poll(() => skippedPolls(n8n), { timeout: 30_000 })
				.toBeGreaterThan(skippedBefore);

			await client.updateCredential(verifik, good);
			if (mode === 'durable') {
				// n8n itself waits half an hour then, whatever has changed
				await client.unpublish(workflow);
				await client.publish(workflow);
			}
			await expectTold(client, workflow, arrived, { patience: 30_000 });
			expect(await failedPolls(client, workflow, 1)).toHaveLength(1);
			await client.unpublish(workflow);
		},
	);
});

function skippedPolls(n8n: N8n): number {
	return n8n.log().match(SKIPPED)?.length ?? 0;
}
