import { join } from 'node:path';

import { ensureNode24, onPath } from './cache';
import { command } from './command';
import type { N8n } from './n8n';

/**
 * Run by n8n's Node, whose own SQLite this uses. It repeats a poll's task as n8n makes them, once for
 * each minute that has passed: due since then, and to be made up for all the same.
 */
const REPEAT_TASK = `
	const { DatabaseSync } = require('node:sqlite');
	const database = new DatabaseSync(process.argv[1]);
	const at = (time) => \`STRFTIME('%Y-%m-%d %H:%M:%f', 'NOW', \${time})\`;
	const { changes } = database.prepare(\`
		WITH RECURSIVE ago(minutes) AS (
			SELECT 1 UNION ALL SELECT minutes + 1 FROM ago WHERE minutes < \${Number(process.argv[2])}
		)
		INSERT INTO scheduled_task
			(jobId, taskType, payload, scheduledFor, runAt, missedAfter, maxAttempts)
		SELECT jobId, taskType, payload, \${at("'-' || minutes || ' minutes'")},
			\${at("'-' || minutes || ' minutes'")}, \${at("'+10 minutes'")}, maxAttempts
		FROM ago, (
			SELECT * FROM scheduled_task WHERE taskType = 'workflow:poll-trigger'
			ORDER BY id DESC LIMIT 1
		)\`).run();
	database.close();
	process.stdout.write(String(changes));
`;

/**
 * Puts polls that were due in the past few minutes into the database of an n8n with durable polls,
 * while it is down: when it starts, it runs them side by side.
 *
 * @throws when there is no poll to go by
 */
export async function addOverduePolls({ userFolder }: N8n, count: number): Promise<void> {
	const node = await ensureNode24();
	const database = join(userFolder, '.n8n', 'database.sqlite');
	const added = await command(node, ['-e', REPEAT_TASK, database, String(count)], {
		cwd: userFolder,
		env: onPath(node),
	});
	if (Number(added) !== count) throw new Error(`${added.trim()} polls were added, not ${count}.`);
}
