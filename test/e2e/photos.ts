import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Simulator } from '../../simulator';

/** One transparent pixel, as base64. */
export const TINY_PNG =
	'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Has a photo checked and kept, so that Download Image finds one. */
export async function postPhoto({ url, token }: Simulator): Promise<void> {
	const photo = await readFile(join(__dirname, 'specimen.jpg'), 'base64');
	const response = await fetch(`${url}/v2/document-liveness`, {
		method: 'POST',
		headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
		body: JSON.stringify({
			image: photo,
			validateScreenReplay: true,
			validatePrintedCopy: true,
			validatePortraitSubstitution: true,
			validateDigitalManipulation: true,
			saveImage: true,
		}),
	});
	assert.ok(response.ok, `the simulator refused the photo: ${await response.text()}`);
}
