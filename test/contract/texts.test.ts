import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';
import { countOf, countOfPast } from '../../nodes/verifik/counts';
import { loadPackage, projectRoot } from '../harness';

type Option = INodePropertyOptions | INodeProperties | INodePropertyCollection;

/** A parameter, or a choice of one, with the place where it is. */
interface Text {
	place: string;
	label: string;
	description?: string;
	hint?: string;
	placeholder?: string;
	type?: string;
	/** The labels of the choices or fields under it. */
	options: string[];
}

/** Every parameter of a form with everything inside it, as the built code puts them together. */
function textsOf(options: Option[], place: string): Text[] {
	return options.flatMap((option) => {
		const label = labelOf(option);
		const inside: Option[] = 'values' in option ? option.values : optionsOf(option);
		const here = `${place} › ${label}`;
		const { description, hint, placeholder, type } = option as Partial<INodeProperties>;
		const text = { place: here, label, description, hint, placeholder, type };
		return [{ ...text, options: inside.map(labelOf) }, ...textsOf(inside, here)];
	});
}

function optionsOf(option: Option): Option[] {
	if (!('options' in option) && !('modes' in option)) return [];
	return [...(option.options ?? []), ...((option.modes ?? []) as unknown as INodeProperties[])];
}

function labelOf(option: Option): string {
	return 'displayName' in option ? option.displayName : option.name;
}

let texts: Text[];

beforeAll(async () => {
	const { nodes, credentials } = (await loadPackage('dist')).loader.types;
	texts = [...nodes, ...credentials].flatMap(({ displayName, properties }) =>
		textsOf(
			// n8n itself adds the poll times to every polling trigger
			properties.filter(({ name }) => name !== 'pollTimes'),
			displayName,
		),
	);
	expect(texts.length).toBeGreaterThan(20);
});

/** The places of the texts that break a rule. */
const breaking = (rule: (text: Text) => boolean) =>
	texts.filter((text) => !rule(text)).map(({ place }) => place);

it('ends a description with a period when, and only when, it has several sentences', () => {
	const isPunctuated = (text = '') => {
		const hasSeveralSentences = /[.!?] \S/.test(text.replace(/\be\.g\. /g, ''));
		return text === '' || text.endsWith('.') === hasSeveralSentences;
	};
	expect(
		breaking(({ description, hint }) => isPunctuated(description) && isPunctuated(hint)),
	).toEqual([]);
});

it('begins every description with a capital letter, and never only repeats the label', () => {
	expect(
		breaking(
			({ description, label }) =>
				!description || (/^[A-Z]/.test(description) && description !== label),
		),
	).toEqual([]);
});

it('says what a switch decides', () => {
	expect(
		breaking(({ type, description }) => type !== 'boolean' || /^Whether /.test(description ?? '')),
	).toEqual([]);
});

it('sorts every list of five or more', () => {
	const isSorted = (labels: string[]) =>
		labels.every((label, index) => index === 0 || labels[index - 1].localeCompare(label) <= 0);
	expect(breaking(({ options }) => options.length < 5 || isSorted(options))).toEqual([]);
});

it('shows placeholders as examples or as what a button adds', () => {
	expect(
		breaking(({ placeholder }) => !placeholder || /^(e\.g\. |Add )/.test(placeholder)),
	).toEqual([]);
});

it('puts a number before what it counts in one way, which knows of one', () => {
	const counted =
		'images|records|documents|checks|requests|pages|groups|times|polls|attempts|items|executions|codes|rows';
	const byHand = new RegExp(`\\$\\{(?!countOf|countOfPast)[^}]*\\} ([a-z]+ )?(${counted})\\b`);
	const sources = ['nodes', 'credentials'].flatMap((folder) =>
		readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
			.filter((file) => file.endsWith('.ts'))
			.map((file) => join(folder, file)),
	);
	expect(sources.length).toBeGreaterThan(50);
	const breaking = sources.flatMap((file) =>
		readFileSync(join(projectRoot, file), 'utf8')
			.split('\n')
			.filter((line) => byHand.test(line))
			.map((line) => `${file}: ${line.trim()}`),
	);
	expect(breaking).toEqual([]);
	expect(byHand.test('`${count} images were checked`')).toBe(true);
	expect([countOf(1, 'images'), countOf(1234, 'images'), countOfPast(1, 'images')]).toEqual([
		'1 image',
		'1,234 images',
		'1 image was',
	]);
});
