import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { chromium, selectors, type Browser, type Page } from 'playwright-core';

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

/** Quiet, and without what a machine without a screen lacks. */
const FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** ms until an element that should be there has to be there */
const PATIENCE = 30_000;

/** A page in a headless Chromium that reaches one web site and nothing else. */
export interface OpenPage {
	browser: Browser;
	page: Page;
	/** What the page complained about in its console, and where. */
	complaints: string[];
}

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

/** @throws when there is no Chromium */
export async function openPage(site: string): Promise<OpenPage> {
	const executablePath = findChromium();
	// what n8n's own tests find its elements by
	selectors.setTestIdAttribute('data-test-id');
	const browser = await chromium.launch({
		executablePath,
		args: FLAGS,
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
	});
	const context = await browser.newContext({
		viewport: { width: 1440, height: 810 },
		deviceScaleFactor: 1.5,
		colorScheme: 'light',
		locale: 'en-GB',
		timezoneId: 'UTC',
	});
	context.setDefaultTimeout(PATIENCE);
	await context.route(
		({ origin }) => origin !== site,
		// in vain when the browser is being closed
		async (route) => await route.abort().catch(() => {}),
	);
	const page = await context.newPage();
	return { browser, page, complaints: collectComplaints(page, site) };
}

function collectComplaints(page: Page, site: string): string[] {
	const complaints: string[] = [];
	page.on('pageerror', ({ message }) => complaints.push(message));
	page.on('console', (message) => {
		const { url } = message.location();
		// not of the addresses that are out of reach here
		const isOurs = url === '' || url.startsWith(site);
		if (message.type() === 'error' && isOurs) complaints.push(`${message.text()} (${url})`);
	});
	return complaints;
}
