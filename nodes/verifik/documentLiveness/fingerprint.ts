import { createHash } from 'crypto';

import type { VerifikClient } from '../api/client';
import { notSent, parametersOf, type Submission } from './createRecord';
import type { Image } from './images/image';

/**
 * What tells one upload from another: the bytes of the image, what is asked for, the base URL, and
 * whether the results are simulated. Not the token: a Retry often comes with a new one.
 *
 * @returns a hash, from which neither can be had back
 * @throws {VerifikError} for a credential that cannot be used
 */
export async function fingerprintOf(
	client: VerifikClient,
	image: Image,
	submission: Submission,
): Promise<string> {
	const hash = createHash('sha256');
	const where = [await baseUrlOf(client), client.environment ?? ''];
	hash.update(`${JSON.stringify([...where, parametersOf(submission)])}\n`);
	for await (const chunk of image.chunks()) hash.update(chunk);
	return hash.digest('base64url');
}

async function baseUrlOf(client: VerifikClient): Promise<string> {
	try {
		return await client.baseUrl();
	} catch (error) {
		throw notSent(error);
	}
}
