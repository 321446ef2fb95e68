import {
	NodeHelpers,
	type IConnections,
	type INode,
	type INodeProperties,
	type INodePropertyCollection,
	type INodePropertyMode,
	type INodePropertyOptions,
	type INodeTypeDescription,
	type INodeTypes,
	type IWorkflowSettings,
	type NodeParameterValueType,
} from 'n8n-workflow';

/** What a workflow file holds. */
export interface Example {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings: IWorkflowSettings;
}

const PACKAGE = 'n8n-nodes-verifik.';
const NOTE = 'n8n-nodes-base.stickyNote';

/** The operations that change nothing and cost nothing. */
const READING = ['get', 'getAll', 'getSummary', 'getSuspicious'];

/** What n8n itself adds to a node that is used as a tool. */
const TOOL_PARAMETERS: INodeProperties[] = [
	{
		displayName: 'Tool Description',
		name: 'descriptionType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Set Automatically', value: 'auto' },
			{ name: 'Set Manually', value: 'manual' },
		],
		default: 'auto',
	},
	{
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		displayOptions: { show: { descriptionType: ['manual'] } },
		required: true,
		default: '',
	},
];

/**
 * Everything that keeps an example from working, or from being published, in words; n8n's own
 * nodes are only looked at for what holds for every node.
 *
 * @param nodeTypes the built package's
 */
export function problemsOf(example: Example, nodeTypes: INodeTypes): string[] {
	return [
		...fileProblems(example),
		...connectionProblems(example),
		...textProblems(example),
		...example.nodes
			.filter(({ type }) => type.startsWith(PACKAGE))
			.flatMap((node) =>
				ownNodeProblems(node, nodeTypes).map((problem) => `${node.name}: ${problem}`),
			),
	];
}

function fileProblems({ nodes, settings, ...rest }: Example): string[] {
	const { name, connections, ...surplus } = rest;
	const notes = nodes
		.filter(({ type }) => type === NOTE)
		.map(({ parameters }) => parameters.content);
	return [
		...Object.keys(surplus).map((key) => `an import does not need "${key}"`),
		...(name && connections ? [] : ['a name or the connections are missing']),
		...(settings.executionOrder === 'v1' ? [] : ['the execution order is not v1']),
		...(nodes.some((node) => node.credentials) ? ['holds a credential'] : []),
		...repeated(nodes.map((node) => node.id)).map((id) => `two nodes have the id ${id}`),
		...repeated(nodes.map((node) => node.name)).map((twice) => `two nodes are named ${twice}`),
		...(notes.some((note) => /near 0[^.]*suspicious/i.test(String(note)))
			? []
			: ['no sticky note says where the score points']),
	];
}

function connectionProblems({ nodes, connections }: Example): string[] {
	const targets = Object.values(connections)
		.flatMap((byType) => Object.values(byType))
		.flatMap((outputs) => outputs.flatMap((output) => output ?? []))
		.map(({ node }) => node);
	const connected = new Set([...Object.keys(connections), ...targets]);
	const names = nodes.map(({ name }) => name);
	return [
		...[...connected]
			.filter((name) => !names.includes(name))
			.map((name) => `a connection leads from or to "${name}", which is not there`),
		...nodes
			.filter(({ name, type }) => type !== NOTE && !connected.has(name))
			.map(({ name }) => `${name} is not connected`),
	];
}

const FORBIDDEN: Array<[RegExp, string]> = [
	[/[\w.+-]+@(?!example\.com\b)[\w-]+\.[\w.-]+/, 'an e-mail address that is not at example.com'],
	[/(^|[\s"'(])(\/(home|root|work|tmp|Users)\/|[A-Z]:\\)/, 'a path of some computer'],
	[/\b(eyJ[\w-]{8,}|xox[abp]-\w+|sk-\w{8,})/, 'a token'],
	[/imageUrl/, 'the link to the photo'],
	[/StaticData/, 'static data, of which executions at the same time have a copy each'],
];

function textProblems({ nodes }: Example): string[] {
	const names = nodes.map(({ name }) => name);
	return nodes.flatMap(({ name, parameters }) =>
		textsIn(parameters).flatMap((text) => [
			...FORBIDDEN.filter(([pattern]) => pattern.test(text)).map(
				([, what]) => `${name}: holds ${what}`,
			),
			...[...text.matchAll(/\$\('([^']+)'\)/g)]
				.filter(([, other]) => !names.includes(other))
				.map(([, other]) => `${name}: takes a value from "${other}", which is not there`),
		]),
	);
}

function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap(textsIn);
}

function ownNodeProblems(node: INode, nodeTypes: INodeTypes): string[] {
	const description = describe(node.type, nodeTypes);
	if (!description) return [`there is no node type ${node.type}`];
	if (![description.version].flat().includes(node.typeVersion)) {
		return [`there is no version ${node.typeVersion}`];
	}
	const { properties } = description;
	const known = new Form(node, description);
	const { operation, simplify } = known.values(properties, node.parameters);
	const isTool = node.type.endsWith('Tool');
	return [
		...known.problems(properties, node.parameters),
		...Object.entries(
			NodeHelpers.getNodeParametersIssues(properties, node, description)?.parameters ?? {},
		).map(([name, issues]) => `${name}: ${issues.join(' ')}`),
		...(simplify === false ? ['without Simplify, the link to the photo gets out'] : []),
		...(isTool && !READING.includes(String(operation)) ? ['an agent may only read'] : []),
	];
}

/** The built description; of a tool, with what n8n makes of it. */
function describe(type: string, nodeTypes: INodeTypes): INodeTypeDescription | undefined {
	const isTool = type.endsWith('Tool');
	try {
		const { description } = nodeTypes.getByNameAndVersion(type.replace(/Tool$/, ''));
		if (!isTool) return description;
		if (!description.usableAsTool) return undefined;
		return { ...description, properties: [...TOOL_PARAMETERS, ...description.properties] };
	} catch {
		return undefined;
	}
}

type Values = Record<string, NodeParameterValueType>;
type Field = INodePropertyOptions | INodeProperties | INodePropertyCollection;

/** Holds the parameters that a node has against those that its form offers. */
class Form {
	constructor(
		private readonly node: INode,
		private readonly description: INodeTypeDescription,
	) {}

	/** What is set, with the defaults of all that is not. */
	values(properties: INodeProperties[], given: Values): Values {
		const { node, description } = this;
		return {
			...NodeHelpers.getNodeParameters(properties, given, true, false, node, description),
			...given,
		};
	}

	problems(properties: INodeProperties[], given: Values, root = given): string[] {
		const values = this.values(properties, given);
		const rootValues = root === given ? values : root;
		return Object.entries(given).flatMap(([name, value]) => {
			const named = properties.filter((property) => property.name === name);
			if (named.length === 0) return [`there is no parameter ${name}`];
			const shown = named.find((property) =>
				NodeHelpers.displayParameter(values, property, this.node, this.description, rootValues),
			);
			if (!shown) return [`${name} is not shown with the other settings`];
			return this.valueProblems(shown, value, rootValues).map((problem) => `${name}: ${problem}`);
		});
	}

	private valueProblems(
		property: INodeProperties,
		value: NodeParameterValueType,
		root: Values,
	): string[] {
		if (typeof value === 'string' && value.startsWith('=')) return expressionProblems(property);
		const fields: Field[] = property.options ?? [];
		switch (property.type) {
			case 'collection':
				return this.problems(fields as INodeProperties[], value as Values, root);
			case 'fixedCollection':
				return this.groupProblems(fields as INodePropertyCollection[], value as Values, root);
			case 'options':
			case 'multiOptions':
				return [value]
					.flat()
					.filter((one) => !fields.some((field) => 'value' in field && field.value === one))
					.map((one) => `${JSON.stringify(one)} is none of the choices`);
			case 'resourceLocator':
				return locatorProblems(property.modes ?? [], value);
			case 'number':
				return numberProblems(property, value);
			case 'boolean':
				return typeof value === 'boolean' ? [] : [`${JSON.stringify(value)} is not a boolean`];
			default:
				return typeof value === 'string' ? [] : [`${JSON.stringify(value)} is not text`];
		}
	}

	private groupProblems(groups: INodePropertyCollection[], given: Values, root: Values): string[] {
		return Object.entries(given).flatMap(([name, entries]) => {
			const group = groups.find((one) => one.name === name);
			if (!group) return [`there is no group ${name}`];
			return [entries]
				.flat()
				.flatMap((entry) => this.problems(group.values, entry as Values, root));
		});
	}
}

function expressionProblems({ noDataExpression }: INodeProperties): string[] {
	return noDataExpression ? ['takes no expression'] : [];
}

function locatorProblems(modes: INodePropertyMode[], value: NodeParameterValueType): string[] {
	const isLocator = typeof value === 'object' && value !== null && '__rl' in value;
	if (!isLocator || !('mode' in value)) return ['is not a resource locator'];
	return modes.some(({ name }) => name === value.mode) ? [] : [`there is no mode ${value.mode}`];
}

function numberProblems({ typeOptions }: INodeProperties, value: NodeParameterValueType): string[] {
	if (typeof value !== 'number') return [`${JSON.stringify(value)} is not a number`];
	const { minValue = -Infinity, maxValue = Infinity } = typeOptions ?? {};
	return value >= minValue && value <= maxValue ? [] : [`${value} is out of range`];
}

function repeated(values: string[]): string[] {
	return values.filter((value, index) => values.indexOf(value) !== index);
}
