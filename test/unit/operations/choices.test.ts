import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { DocumentLiveness } from '../../../nodes/DocumentLiveness/DocumentLiveness.node';

const { properties, subtitle } = new DocumentLiveness().description;

const written = readdirSync(join(__dirname, '../../../nodes/DocumentLiveness/operations')).map(
	(file) => file.replace('.operation.ts', ''),
);

const choices = properties.find(({ name }) => name === 'operation')
	?.options as INodePropertyOptions[];

const operationsOf = ({ displayOptions }: INodeProperties) => displayOptions?.show?.operation ?? [];

it('every operation that is written can be chosen', () => {
	expect(choices.map(({ value }) => value).sort()).toEqual(written.sort());
});

it('every operation shows its parameters', () => {
	expect([...new Set(properties.flatMap(operationsOf))].sort()).toEqual(written.sort());
});

it('the subtitle on the canvas says which operation it is', () => {
	const names = choices.map(({ name, value }) => `${value}: "${name}"`).join(', ');
	expect(subtitle).toContain(`{ ${names} }`);
});
