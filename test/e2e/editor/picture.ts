import { mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Locator } from 'playwright-core';

import { projectFolder } from '../pack';

/** In `npm run pictures` those of the docs; else nothing that is committed changes. */
const folder = process.argv.includes('--pictures')
	? join(projectFolder, 'docs', 'images')
	: join(tmpdir(), 'n8n-e2e-pictures');

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/**
 * Saves a picture for the docs: the smallest one with all of these elements in it.
 * @param margin around them, in pixels
 */
export async function takePicture(name: string, elements: Locator[], margin = 0): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const page = elements[0].page();
	// the pointer leaves traces where it is
	await page.mouse.move(0, 0);
	const boxes = await Promise.all(elements.map(async (element) => await element.boundingBox()));
	await page.screenshot({
		path: join(folder, `${name}.png`),
		clip: around(
			boxes.filter((box) => box !== null),
			margin,
		),
		animations: 'disabled',
	});
}

function around(boxes: Box[], margin: number): Box {
	const left = Math.min(...boxes.map(({ x }) => x)) - margin;
	const top = Math.min(...boxes.map(({ y }) => y)) - margin;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + margin;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + margin;
	return { x: left, y: top, width: right - left, height: bottom - top };
}
