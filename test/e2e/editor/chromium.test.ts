import { findChromium } from './chromium';

describe('a browser for the end-to-end tests', () => {
	it.each<[NodeJS.Platform, string]>([
		['linux', '/usr/bin/chromium'],
		['linux', '/usr/bin/google-chrome-stable'],
		['darwin', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
	])('is found on %s: %s', (platform, path) => {
		expect(findChromium(platform, (other) => other === path)).toBe(path);
	});

	it.each<[NodeJS.Platform, string]>([
		['linux', 'apt-get install chromium'],
		['darwin', 'brew install'],
		['win32', 'or Google Chrome'],
		['aix', 'There is no Chromium.'],
	])('is asked for on %s, with how to get it', (platform, words) => {
		expect(() => findChromium(platform, () => false)).toThrow(words);
	});
});
