import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where each system has it. */
const PATHS: Partial<Record<NodeJS.Platform, string[]>> = {
	linux: [
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/usr/bin/google-chrome-stable',
		'/snap/bin/chromium',
	],
	darwin: [
		'/Applications/Chromium.app/Contents/MacOS/Chromium',
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	],
	win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
		.filter((folder) => folder !== undefined)
		.flatMap((folder) => [
			join(folder, 'Google/Chrome/Application/chrome.exe'),
			join(folder, 'Chromium/Application/chrome.exe'),
		]),
};

const INSTALL: Partial<Record<NodeJS.Platform, string>> = {
	linux: 'on Debian with: apt-get install chromium',
	darwin: 'for example with: brew install --cask chromium',
};

/**
 * The path of a Chromium or Chrome. To be asked for before anything large is downloaded.
 * @throws when there is none
 */
export function findChromium(
	platform: NodeJS.Platform = process.platform,
	isThere: (path: string) => boolean = existsSync,
): string {
	const paths = PATHS[platform] ?? [];
	const found = paths.find(isThere);
	if (found) return found;
	const where = paths.length > 0 ? ` (looked for ${paths.join(', ')})` : '';
	throw new Error(
		`There is no Chromium${where}. Install it, ${INSTALL[platform] ?? 'or Google Chrome'}`,
	);
}
