import { chromium, type Browser, type Page } from '@playwright/test';

import { findChromium } from './chromium';

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

/** A page that reaches one web site and nothing else. */
export interface OpenPage {
	page: Page;
	/** What the page complained about in its console, and where. */
	complaints: string[];
}

/**
 * A headless one.
 * @throws when there is no Chromium
 */
export async function launchChromium(): Promise<Browser> {
	return await chromium.launch({
		executablePath: findChromium(),
		args: FLAGS,
		handleSIGINT: false,
		handleSIGTERM: false,
		handleSIGHUP: false,
	});
}

export async function openPage(browser: Browser, site: string): Promise<OpenPage> {
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
	return { page, complaints: collectComplaints(page, site) };
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
