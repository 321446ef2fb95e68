import assert from 'node:assert/strict';

import type { Mail } from './mail';

/** Sends a form of n8n and gives n8n's answer. */
export async function sendForm(
	url: string,
	fields: Record<string, string | Blob>,
): Promise<string> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	const answer = await fetch(url, {
		method: 'POST',
		body: form,
		signal: AbortSignal.timeout(10_000),
	});
	assert.ok(answer.ok, `n8n answered ${answer.status} to the form`);
	return await answer.text();
}

/** Follows the link in a mail to a form, and sends the form. */
export async function answerForm({ html }: Mail, fields: Record<string, string>): Promise<void> {
	const link = /href="([^"]+)"/.exec(html)?.[1];
	assert.ok(link, 'there is no link in the email');
	await sendForm(link.replaceAll('&amp;', '&'), fields);
}

/** What the sender of a form reads in the end. */
export async function readPage(url: string): Promise<string> {
	// n8n does not answer at all while it is still working on the form
	return await (await fetch(url, { signal: AbortSignal.timeout(2_000) })).text();
}
