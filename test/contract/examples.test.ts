import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { loadPackage, type LoadedPackage } from '../harness';
import { filesUnder, root } from './built';
import { layoutProblems } from './exampleLayout';
import { problemsOf, type Example } from './exampleProblems';

const folder = join(root, 'examples');
const files = filesUnder(folder).filter((file) => file.endsWith('.json'));

function read(file: string): Example {
	return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}

let pkg: LoadedPackage;

beforeAll(async () => {
	pkg = await loadPackage('dist');
});

it.each(files)('%s fits the built nodes and gives nothing private away', (file) => {
	expect(problemsOf(read(file), pkg.nodeTypes)).toEqual([]);
});

it.each(files)('%s can be read as it opens', (file) => {
	expect(layoutProblems(read(file))).toEqual([]);
});

it('finds out an example whose notes cannot be read', () => {
	const example = read('quick-look.json');
	const [first, second, third] = example.nodes;
	first.position = second.position;
	third.parameters.height = 100;
	example.nodes[5].position = [3000, 0];
	expect(layoutProblems(example)).toEqual([
		'What It Does and Set Up overlap',
		'About the Score has more text than room',
		'is 3096 px wide, so that its notes open too small to read',
	]);
});

it('has every example in the list of examples', () => {
	const list = readFileSync(join(folder, 'README.md'), 'utf8');
	expect(files.length).toBeGreaterThan(0);
	expect(files.filter((file) => !list.includes(`(${file})`))).toEqual([]);
});

it('gives no two examples the same name', () => {
	const names = files.map((file) => read(file).name);
	expect(new Set(names).size).toBe(names.length);
});

describe('an example is found out that', () => {
	const nodeNamed = ({ nodes }: Example, name: string) =>
		nodes.find((node) => node.name === name) as INode;
	const find = (example: Example) => nodeNamed(example, 'Find Documents');
	const get = (example: Example) => nodeNamed(example, 'Get One Document');
	const agent = (example: Example) => nodeNamed(example, 'Answer With Care');

	it.each<[what: string, change: (example: Example) => void, problem: string]>([
		[
			'has a node that the package lacks',
			(example) => (find(example).type = 'n8n-nodes-verifik.facesTool'),
			'Find Documents: there is no node type n8n-nodes-verifik.facesTool',
		],
		[
			'has a version of the node that is not there',
			(example) => (find(example).typeVersion = 9),
			'Find Documents: there is no version 9',
		],
		[
			'misspells a parameter',
			(example) => (find(example).parameters.splitWarning = 'perCode'),
			'Find Documents: there is no parameter splitWarning',
		],
		[
			'misspells a filter',
			(example) => (find(example).parameters.filters = { scoreMax: 0.5 }),
			'Find Documents: filters: there is no parameter scoreMax',
		],
		[
			'sets a parameter of another operation',
			(example) => (get(example).parameters.limit = 5),
			'Get One Document: limit is not shown with the other settings',
		],
		[
			'sets an option that only a split has',
			(example) => (find(example).parameters.options = { includeErrors: true }),
			'Find Documents: options: includeErrors is not shown with the other settings',
		],
		[
			'chooses what is not offered',
			(example) => (find(example).parameters.splitWarnings = 'perPage'),
			'Find Documents: splitWarnings: "perPage" is none of the choices',
		],
		[
			'has a number out of range',
			(example) => (find(example).parameters.filters = { aggregatedScoreMax: 50 }),
			'Find Documents: filters: aggregatedScoreMax: 50 is out of range',
		],
		[
			'has a text for a number',
			(example) => (find(example).parameters.limit = '50'),
			'Find Documents: limit: "50" is not a number',
		],
		[
			'picks a record in a way that is not there',
			(example) =>
				(get(example).parameters.documentLiveness = { __rl: true, mode: 'url', value: 'x' }),
			'Get One Document: documentLiveness: there is no mode url',
		],
		[
			'leaves a required parameter empty',
			(example) => delete get(example).parameters.documentLiveness,
			'Get One Document: documentLiveness: Parameter "Record" is required.',
		],
		[
			'has an expression where none is taken',
			(example) => (find(example).parameters.operation = '={{ "getAll" }}'),
			'Find Documents: operation: takes no expression',
		],
		[
			'lets an agent do more than read',
			(example) => (find(example).parameters.operation = 'create'),
			'Find Documents: an agent may only read',
		],
		[
			'lets the link to the photo out',
			(example) => (find(example).parameters.simplify = false),
			'Find Documents: without Simplify, the link to the photo gets out',
		],
		[
			'leads to a node that is not there',
			(example) => (agent(example).name = 'Agent'),
			'a connection leads from or to "Answer With Care", which is not there',
		],
		[
			'has a node that leads nowhere',
			(example) => delete example.connections['Find Documents'],
			'Find Documents is not connected',
		],
		[
			'takes a value from a node that is not there',
			(example) => (agent(example).parameters.text = "={{ $('Nobody').first().json }}"),
			'Answer With Care: takes a value from "Nobody", which is not there',
		],
		[
			'holds a credential',
			(example) => (find(example).credentials = { verifikApi: { id: '1', name: 'Mine' } }),
			'holds a credential',
		],
		[
			'holds pinned data',
			(example) => Object.assign(example, { pinData: {} }),
			'an import does not need "pinData"',
		],
		[
			'holds the address of a person',
			(example) => (agent(example).parameters.text = 'Ask ada@company.com'),
			'Answer With Care: holds an e-mail address that is not at example.com',
		],
		[
			'holds a path',
			(example) => (agent(example).parameters.text = 'See /home/ada/scan.png'),
			'Answer With Care: holds a path of some computer',
		],
		[
			'counts in static data',
			(example) => (agent(example).parameters.text = "={{ $getWorkflowStaticData('global').n }}"),
			'Answer With Care: holds static data, of which executions at the same time have a copy each',
		],
		[
			'has two nodes of one id',
			(example) => (find(example).id = get(example).id = 'same'),
			'two nodes have the id same',
		],
		[
			'has two nodes of one name',
			(example) => (find(example).name = 'Get One Document'),
			'two nodes are named Get One Document',
		],
		[
			'does not say where the score points',
			(example) => (example.nodes = example.nodes.filter(({ name }) => name !== 'About the Score')),
			'no sticky note says where the score points',
		],
		[
			'runs in the order of old n8n versions',
			(example) => (example.settings = {}),
			'the execution order is not v1',
		],
	])('%s', (_what, change, problem) => {
		const example = read('ai-agent.json');
		change(example);
		expect(problemsOf(example, pkg.nodeTypes)).toContain(problem);
	});
});
