import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';

import { VerifikApi } from '../../credentials/VerifikApi.credentials';
import { DocumentLiveness } from '../../nodes/DocumentLiveness/DocumentLiveness.node';
import { DocumentLivenessTrigger } from '../../nodes/DocumentLivenessTrigger/DocumentLivenessTrigger.node';

/** What may change at any time: what people and AI builders read, and how a credential is tested. */
const FREE = [
	'hints',
	'displayName',
	'description',
	'activationMessage',
	'builderHint',
	'hint',
	'placeholder',
	'action',
	'test',
];

type Form = { name: string; properties: object[] };

const forms: Form[] = [
	new DocumentLiveness().description,
	new DocumentLivenessTrigger().description,
	new VerifikApi(),
];

function interfaceOf({ name, properties, ...rest }: Form): string[] {
	return [`${name} ${inline(fixedPart(rest))}`, ...linesOf(properties as object[], '  ')];
}

/** One line per parameter or choice, and further in, those inside of it. */
function linesOf(fields: object[], indent: string): string[] {
	return fields.flatMap((field) => {
		const { options = [], modes = [], name, type, value, ...rest } = fixedPart(field);
		const line = type === undefined ? `= ${value}` : `${name} (${type}) ${inline(rest)}`;
		const inside = [...(options as object[]), ...(modes as object[])];
		return [`${indent}${line}`, ...linesOf(inside, `${indent}  `)];
	});
}

function fixedPart(field: object): Record<string, unknown> {
	return Object.fromEntries(Object.entries(field).filter(([key]) => !FREE.includes(key)));
}

function inline(value: object): string {
	return inspect(value, { breakLength: Infinity, compact: true, depth: null, sorted: true });
}

/** Where a text is missing, or a part of one; a default may be empty. */
function gapsIn(value: object, path: string): string[] {
	return Object.entries(value).flatMap(([key, inner]) => {
		if (key === 'default' || key === 'test') return [];
		if (typeof inner === 'object') return gapsIn(inner, `${path}.${key}`);
		return inner === undefined || /^$|^ | {2}| $/.test(String(inner)) ? [`${path}.${key}`] : [];
	});
}

it('keeps what workflows have stored: names, types, defaults, choices, and when a field shows', () => {
	const expected = readFileSync(join(__dirname, 'interface.txt'), 'utf8');
	expect(forms.flatMap(interfaceOf)).toEqual(expected.trimEnd().split('\n'));
});

it('leaves no gap in a label or a description', () => {
	expect(forms.flatMap((form) => gapsIn(form, form.name))).toEqual([]);
});
