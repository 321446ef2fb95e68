import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator } from '@playwright/test';

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Saves the smallest picture that has all of these elements in it. */
export async function takePicture(
	folder: string,
	name: string,
	elements: Locator[],
	marginPixels = 0,
): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const page = elements[0].page();
	// the pointer leaves traces where it is
	await page.mouse.move(0, 0);
	const boxes = await Promise.all(elements.map(async (element) => await element.boundingBox()));
	await page.screenshot({
		path: join(folder, `${name}.png`),
		clip: around(
			boxes.filter((box) => box !== null),
			marginPixels,
		),
		animations: 'disabled',
	});
}

function around(boxes: Box[], marginPixels: number): Box {
	const left = Math.min(...boxes.map(({ x }) => x)) - marginPixels;
	const top = Math.min(...boxes.map(({ y }) => y)) - marginPixels;
	const right = Math.max(...boxes.map(({ x, width }) => x + width)) + marginPixels;
	const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + marginPixels;
	return { x: left, y: top, width: right - left, height: bottom - top };
}
