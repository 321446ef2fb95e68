import { readdirSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Where most of the tests are, the quick ones first. */
const FOLDERS = ['test/unit', 'test/trigger', 'test/security', 'test/engine'];

/** Those that take minutes. What they hold, the others hold in small. */
const SLOW = /(createMemory|day|histories\.property)\.test\.ts$/;

/** All files below a folder, sorted. */
export function filesIn(folder) {
	return readdirSync(folder, { recursive: true })
		.map((file) => join(folder, file))
		.sort();
}

/** The test files of these folders, the slow ones too. */
export function testFilesOfFolders() {
	return FOLDERS.flatMap(testFilesIn);
}

/** The same without those that take minutes. */
export function quickTestFiles() {
	return testFilesOfFolders().filter((file) => !isSlow(file));
}

/** Whether a test file takes minutes. */
export function isSlow(file) {
	return SLOW.test(file);
}

/** The test files of any folder, slow ones too, whose path (with `/`) matches one of the patterns. */
export function testFilesMatching(patterns) {
	const expressions = patterns.map((pattern) => new RegExp(pattern));
	return testFilesIn('test').filter((file) => {
		const path = file.split(sep).join('/');
		return expressions.some((expression) => expression.test(path));
	});
}

function testFilesIn(folder) {
	return filesIn(folder).filter((file) => file.endsWith('.test.ts'));
}
