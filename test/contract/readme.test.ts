import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

import document from '../../sandbox/documented/retrieve.200.json';
import { DocumentLiveness } from '../../nodes/DocumentLiveness/DocumentLiveness.node';
import type { ProblemKind } from '../../nodes/verifik/api/problems/kinds';
import { MESSAGES, problem } from '../../nodes/verifik/api/problems/problem';
import { DOCUMENT_LIVENESS } from '../../nodes/verifik/documentLiveness/resource';
import { simplify } from '../../nodes/verifik/documentLiveness/simplify';
import { root } from './built';

const readme = readFileSync(join(root, 'README.md'), 'utf8');

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

describe('the README', () => {
	// those of files and of input have words of their own
	const general: ProblemKind[] = [
		'cancelled',
		'noSuchRecord',
		'addressNotAllowed',
		'downloadRefused',
		'downloadFailed',
		'unusable',
	];

	it.each((Object.keys(MESSAGES) as ProblemKind[]).filter((kind) => !general.includes(kind)))(
		'says what to do about "%s"',
		(kind) => {
			const { message } = problem(kind, { noun: DOCUMENT_LIVENESS });
			expect(readme).toContain(`| ${message} `);
		},
	);

	it('names every field of the node as it is shown', () => {
		const names = new Set(shownNames(new DocumentLiveness().description.properties));
		const words = readme.replace(/\*\*/g, '');
		expect([...names].filter((name) => !words.includes(name))).toEqual([]);
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
