import type { INode } from 'n8n-workflow';

import type { Example } from './exampleProblems';

const NOTE = 'n8n-nodes-base.stickyNote';

/** px, of a node on the canvas with what is written below it */
const NODE = { width: 96, height: 136 };

/** px; wider than that, n8n opens the workflow at less than four fifths of its size */
const WIDEST = 1750;

/** px, as n8n sets a note's text, rounded up */
const TEXT = { character: 7, line: 21, margin: 40, padding: 30 };

interface Box {
	name: string;
	isNote: boolean;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** What keeps somebody who opens an example from reading its notes, in words. */
export function layoutProblems({ nodes }: Example): string[] {
	const boxes = nodes.map(boxOf);
	const width =
		Math.max(...boxes.map(({ right }) => right)) - Math.min(...boxes.map(({ left }) => left));
	return [
		...boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => (one.isNote || other.isNote) && overlap(one, other))
				.map((other) => `${one.name} and ${other.name} overlap`),
		),
		...nodes
			.filter((node) => node.type === NOTE && heightOfText(node) > Number(node.parameters.height))
			.map(({ name }) => `${name} has more text than room`),
		...(width > WIDEST ? [`is ${width} px wide, so that its notes open too small to read`] : []),
	];
}

function boxOf({ name, type, position: [left, top], parameters }: INode): Box {
	const isNote = type === NOTE;
	const width = isNote ? Number(parameters.width) : NODE.width;
	const height = isNote ? Number(parameters.height) : NODE.height;
	return { name, isNote, left, top, right: left + width, bottom: top + height };
}

function overlap(one: Box, other: Box): boolean {
	return (
		one.left < other.right &&
		other.left < one.right &&
		one.top < other.bottom &&
		other.top < one.bottom
	);
}

/** px; a heading is larger, an empty line smaller than a line of text */
function heightOfText({ parameters }: INode): number {
	const perLine = (Number(parameters.width) - TEXT.margin) / TEXT.character;
	const lines = String(parameters.content)
		.split('\n')
		.map((line) => {
			if (line.trim() === '') return 0.5;
			return Math.ceil(line.length / perLine) * (line.startsWith('#') ? 1.5 : 1);
		});
	return lines.reduce((sum, height) => sum + height, 0) * TEXT.line + TEXT.padding;
}
