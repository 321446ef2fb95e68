import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import document from '../../simulator/documented/retrieve.200.json';
import { DocumentLiveness } from '../../nodes/DocumentLiveness/DocumentLiveness.node';
import { DocumentLivenessTrigger } from '../../nodes/DocumentLivenessTrigger/DocumentLivenessTrigger.node';
import { CATALOG, type ErrorKind } from '../../nodes/verifik/api/errors/catalog';
import { verifikError } from '../../nodes/verifik/api/errors/VerifikError';
import { DOCUMENT_LIVENESS } from '../../nodes/verifik/documentLiveness/resource';
import { simplify } from '../../nodes/verifik/documentLiveness/simplify';
import { findingsPerCheck, findingsPerCode } from '../../nodes/verifik/documentLiveness/split';
import { root } from './built';

const read = (page: string) => readFileSync(join(root, page), 'utf8');
const readme = read('README.md');

/** The examples of JSON on a page, in their order. */
function examplesIn(page: string): unknown[] {
	return [...read(page).matchAll(/```json\n([^`]*)```/g)].map(([, text]) => JSON.parse(text));
}

/** The names of all fields on screen, also of those in collections. */
function shownNames(
	fields: Array<INodeProperties | INodePropertyOptions | INodePropertyCollection>,
): string[] {
	return fields.flatMap((field) => {
		if (!('type' in field) || field.type === 'notice') return [];
		const inner = field.type === 'collection' ? shownNames(field.options ?? []) : [];
		return [field.displayName, ...inner];
	});
}

describe('docs/troubleshooting.md', () => {
	// those of files and of input have words of their own
	const general: ErrorKind[] = [
		'cancelled',
		'noSuchRecord',
		'addressNotAllowed',
		'downloadRefused',
		'downloadFailed',
		'unusable',
	];

	it.each((Object.keys(CATALOG) as ErrorKind[]).filter((kind) => !general.includes(kind)))(
		'says what to do about "%s"',
		(kind) => {
			const { message } = verifikError(kind, { noun: DOCUMENT_LIVENESS });
			expect(read('docs/troubleshooting.md')).toContain(`| ${message} `);
		},
	);
});

it('docs/parameters.md names every field of both nodes as it is shown', () => {
	const forms = [new DocumentLiveness().description, new DocumentLivenessTrigger().description];
	const names = new Set(forms.flatMap(({ properties }) => shownNames(properties)));
	const words = read('docs/parameters.md').replace(/\*\*/g, '');
	expect([...names].filter((name) => !words.includes(name))).toEqual([]);
});

it('docs/parameters.md shows what a split really gives', () => {
	expect(examplesIn('docs/parameters.md')).toEqual([
		findingsPerCode(document.data, false)[0],
		findingsPerCheck(document.data, false)[0],
	]);
});

it('docs/reliability.md shows an error item in the words of the node', () => {
	const [item] = examplesIn('docs/reliability.md') as Array<Record<string, string>>;
	const { message, description } = verifikError('noSuchRecord', { recordId: item.recordId });
	expect(item).toMatchObject({ error: message, errorDescription: description });
});

describe('the README', () => {
	it('is read in two minutes', () => {
		expect(readme.split('\n').length).toBeLessThanOrEqual(200);
	});

	it('quotes messages as they are', () => {
		const quoted = [...readme.matchAll(/^\| (Verifik|The|Something) ([^|]+?) +\|/gm)].map(
			([, first, rest]) => `${first} ${rest}`,
		);
		expect(quoted.length).toBeGreaterThanOrEqual(5);
		const messages = Object.keys(CATALOG).map(
			(kind) => verifikError(kind as ErrorKind, { noun: DOCUMENT_LIVENESS }).message,
		);
		expect(quoted.filter((message) => !messages.includes(message))).toEqual([]);
	});

	it('shows what really comes out', () => {
		const [sample] = /```json\n(\{\n\t"_id"[^`]*)```/.exec(readme)?.slice(1) ?? [];
		expect(JSON.parse(sample)).toEqual(simplify(document.data));
		expect(Object.keys(JSON.parse(sample) as object)).toEqual(Object.keys(simplify(document.data)));
	});

	it('has its two commands on the first screen', () => {
		const firstScreen = readme.split('\n').slice(0, 20).join('\n');
		expect(firstScreen).toContain('npm ci && npm run demo');
		expect(firstScreen).toContain('npm ci && npm test');
	});
});
