import assert from 'node:assert/strict';

import type { Editor } from '../editor/editor';
import { takePicture } from '../editor/picture';
import { importExample } from '../example';
import type { World } from '../world';
import type { Check } from './check';

export const pictureChecks: Array<Check<World & { editor: Editor }>> = [
	{
		name: 'opened and executed by one click, it sends its e-mail',
		async run(world) {
			const { editor, mail } = world;
			const sentBefore = mail.mails.length;
			const { workflow } = await importExample('email-digest.json', world);
			await editor.useTheme('light');
			await editor.openWorkflow(workflow.id);
			await editor.executeWorkflow();
			assert.equal(mail.mails.length, sentBefore + 1);
			await editor.closeNotices();
			await takePicture('canvas', await editor.nodes(), 25);
			await editor.useTheme('dark');
			await takePicture('canvas-dark', await editor.nodes(), 25);
			assert.deepEqual(editor.complaints, []);
		},
	},
];
