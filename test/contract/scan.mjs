/**
 * Runs n8n's own scan of community packages, which is an ES module that only Node itself can load,
 * and prints its verdict as JSON.
 *
 * node scan.mjs sources|package <folder>
 */
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

const [what, folder] = process.argv.slice(2);
const patterns = what === 'sources' ? SOURCE_FILE_PATTERNS : undefined;
console.log(JSON.stringify(await analyzePackage(folder, patterns)));
