import { randomUUID } from 'node:crypto';

import { expect, test, testInBothModes } from '../fixtures';
import { addOverduePolls } from '../overduePolls';
import { betweenPolls, expectTold, publishTrigger, startArriving, TRIGGER } from '../polling';

const OVERDUE = 6;

/** The name that the editor gives a copy of the trigger. */
const COPY = `${TRIGGER}1`;

/** What the trigger writes into the log when another poll has been there before it. */
const STANDS_BACK = /This one stands back/g;

test.describe('The trigger', () => {
	testInBothModes(
		'the published trigger tells each new record once, those that came during a restart too',
		async (world) => {
			const { client, n8n, simulator } = world;
			const workflow = await publishTrigger(world, 'Published trigger');
			const arrived = simulator.arrive(3);
			await expectTold(client, workflow, arrived);

			const restarted = n8n.restart();
			arrived.push(...simulator.arrive(4));
			await restarted;
			await expectTold(client, workflow, arrived);
			await client.unpublish(workflow);
		},
	);

	testInBothModes(
		`n8n is killed while records arrive, and ${OVERDUE} polls are overdue then: each is told once`,
		async (world, mode) => {
			const { client, n8n, simulator } = world;
			const workflow = await publishTrigger(world, 'Killed');
			const arrived = simulator.arrive(2);
			await expectTold(client, workflow, arrived);

			await betweenPolls();
			const stopArriving = startArriving(simulator);
			await n8n.kill();
			const logged = n8n.log().length;
			if (mode === 'durable') await addOverduePolls(n8n, OVERDUE);
			await n8n.start();
			arrived.push(...stopArriving());
			arrived.push(...simulator.arrive(3));
			await expectTold(client, workflow, arrived);

			// what came twice would have come by then
			arrived.push(...simulator.arrive(1));
			await expectTold(client, workflow, arrived);
			if (mode === 'durable') expectSideBySide(n8n.log().slice(logged));
			await client.unpublish(workflow);
		},
	);

	testInBothModes(
		'a copy of the trigger in its place starts anew: it tells what comes after it was published',
		async (world) => {
			const { client, simulator } = world;
			const workflow = await publishTrigger(world, 'Started anew');
			const arrived = simulator.arrive(2);
			await expectTold(client, workflow, arrived);

			await client.unpublish(workflow);
			simulator.arrive(3);
			const copy = { ...workflow.nodes[0], id: randomUUID(), name: COPY };
			await client.publish(await client.updateNodes(workflow, [copy]));

			const arrivedSince = simulator.arrive(2);
			await expectTold(client, workflow, arrivedSince, { trigger: COPY });
			await expectTold(client, workflow, arrived);
			await client.unpublish(workflow);
		},
	);
});

/** That the overdue polls did meet: otherwise the check has not shown what it means to. */
function expectSideBySide(log: string): void {
	const stoodBack = log.match(STANDS_BACK)?.length ?? 0;
	expect(stoodBack, 'polls that met another one').toBeGreaterThan(0);
}
