import type { INode, INodeParameters } from 'n8n-workflow';

import type { SavedCredential, WorkflowFile } from '../e2e/client';
import { connect, documentLiveness, node } from '../e2e/workflow';
import { SCORE_MAX, type Finding } from './finding';

/** One way to do the job in n8n. */
export interface Contender {
	/** As the tables name it. */
	label: string;
	/** Appends its nodes to the workflow, whose last node is given, and says which one ends them. */
	build(workflow: WorkflowFile, from: string, credential: SavedCredential): string;
}

export interface BuildOptions {
	name: string;
	credential: SavedCredential;
	/** Where its webhook listens, below `/webhook/`. */
	path: string;
	/** n8n's own setting on each node: try again, all of it, when it fails. */
	retryOnFail?: boolean;
}

const WEBHOOK = 'Webhook';

/**
 * A webhook → the contender → Aggregate → Set; the webhook answers with what comes out of that.
 * Every contender is measured in this workflow.
 */
export function workflowOf(
	contender: Contender,
	options: BuildOptions,
): { workflow: WorkflowFile; lastNode: string } {
	const { name, credential, path, retryOnFail } = options;
	const workflow: WorkflowFile = { name, nodes: [], connections: {}, settings: {} };
	workflow.nodes.push({
		...node(WEBHOOK, 'n8n-nodes-base.webhook', { path, responseMode: 'lastNode', options: {} }),
		typeVersion: 2.1,
		webhookId: path,
	});
	const lastNode = contender.build(workflow, WEBHOOK, credential);
	if (retryOnFail) for (const each of workflow.nodes.slice(1)) each.retryOnFail = true;

	append(workflow, lastNode, {
		...node('Aggregate', 'n8n-nodes-base.aggregate', {
			aggregate: 'aggregateAllItemData',
			destinationFieldName: 'findings',
			// choosing fields here takes n8n a time that grows with the square of the items
			include: 'allFields',
			options: {},
		}),
	});
	append(
		workflow,
		'Aggregate',
		setFields('Count', { count: ['number', '={{ $json.findings.length }}'] }),
	);
	return { workflow, lastNode };
}

const CHECKS = ['screenReplay', 'printedCopy', 'portraitSubstitution', 'digitalManipulation'];

/** (a) What users build today: twelve nodes and seven expressions. */
export const canvas: Contender = {
	label: 'canvas of 12 nodes',
	build(workflow, from, credential) {
		append(workflow, from, httpRequest(credential));
		append(
			workflow,
			'HTTP Request',
			node('Records', 'n8n-nodes-base.splitOut', { fieldToSplitOut: 'data', options: {} }),
		);
		append(workflow, 'Records', suspiciousOnly());
		add(workflow, {
			...node('Merge', 'n8n-nodes-base.merge', { numberInputs: CHECKS.length }),
			typeVersion: 3.2,
		});
		CHECKS.forEach((check, input) => {
			append(
				workflow,
				'Suspicious',
				node(`Split ${check}`, 'n8n-nodes-base.splitOut', {
					fieldToSplitOut: `${check}Warnings`,
					include: 'selectedOtherFields',
					fieldsToInclude: '_id, createdAt, aggregatedScore',
					options: {},
				}),
			);
			append(
				workflow,
				`Split ${check}`,
				setFields(`Name ${check}`, {
					check: ['string', check],
					severity: ['string', 'warning'],
					code: ['string', `={{ $json.${check}Warnings }}`],
				}),
			);
			connect(workflow, `Name ${check}`, 0, 'Merge', input);
		});
		return 'Merge';
	},
};

/** (b) What somebody builds who writes code. */
export const httpAndCode: Contender = {
	label: 'HTTP Request + Code',
	build(workflow, from, credential) {
		append(workflow, from, httpRequest(credential));
		append(
			workflow,
			'HTTP Request',
			code(`
				const items = [];
				for (const { json: page } of $input.all()) {
					for (const record of page.data) {
						if (!(record.aggregatedScore <= ${SCORE_MAX})) continue;
						for (const check of ${JSON.stringify(CHECKS)}) {
							for (const code of record[check + 'Warnings']) {
								const { _id, createdAt, aggregatedScore } = record;
								const severity = 'warning';
								items.push({ json: { _id, createdAt, aggregatedScore, check, severity, code } });
							}
						}
					}
				}
				return items;
			`),
		);
		return 'Code';
	},
};

/** (c) This package. */
export const thisNode = thisNodeWith({});

/** @param options more of the node's Options; those not named are what they are by default */
export function thisNodeWith(options: { concurrency?: number }): Contender {
	return {
		label: 'this node',
		build(workflow, from, credential) {
			append(
				workflow,
				from,
				documentLiveness('Document Liveness', credential, {
					operation: 'getAll',
					returnAll: true,
					filters: { aggregatedScoreMax: SCORE_MAX },
					splitWarnings: 'perCheck',
					options: { recordsWithoutWarnings: 'drop', ...options },
				}),
			);
			return 'Document Liveness';
		},
	};
}

/**
 * What the workflow around a contender costs: a Code node that gives as many items as this node
 * does, of the same fields and sizes, out of nothing. They are made up on the spot: as a text in the
 * workflow they would cost n8n more than in memory, and flatter the node.
 */
export function itemsFromMemory(findings: Finding[]): Contender {
	const records = new Set(findings.map(({ _id }) => _id)).size;
	return {
		label: 'items from memory',
		build(workflow, from) {
			append(
				workflow,
				from,
				code(`
					return Array.from({ length: ${findings.length} }, (_, index) => {
						const record = Math.floor((index * ${records}) / ${findings.length});
						return { json: {
							_id: record.toString(16).padStart(24, '6'),
							createdAt: new Date(1.7e12 + record * 37000).toISOString(),
							aggregatedScore: record / 1e6,
							isLive: false,
							screenReplayProbability: 0.123456,
							printedCopyProbability: 0.234567,
							portraitSubstitutionProbability: 0.345678,
							digitalManipulationProbability: null,
							errors: [],
							check: ${JSON.stringify(CHECKS)}[index % 4],
							severity: 'warning',
							code: 'IMAGE_IS_TOO_COMPRESSED',
						} };
					});
				`),
			);
			return 'Code';
		},
	};
}

/** Asks for every page, one after another. */
function httpRequest(credential: SavedCredential): INode {
	return {
		...node('HTTP Request', 'n8n-nodes-base.httpRequest', {
			url: `${String(credential.data.baseUrl)}/v2/document-liveness`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: credential.type,
			sendQuery: true,
			queryParameters: {
				parameters: [
					{ name: 'perPage', value: '100' },
					{ name: 'limit', value: '100' },
				],
			},
			options: {
				pagination: {
					pagination: {
						paginationMode: 'updateAParameterInEachRequest',
						parameters: {
							parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }],
						},
						paginationCompleteWhen: 'other',
						completeExpression: '={{ $response.body.page >= $response.body.pages }}',
					},
				},
			},
		}),
		typeVersion: 4.5,
		credentials: { [credential.type]: { id: credential.id, name: credential.name } },
	};
}

function suspiciousOnly(): INode {
	return {
		...node('Suspicious', 'n8n-nodes-base.filter', {
			conditions: {
				options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
				conditions: [
					{
						id: 'score',
						leftValue: '={{ $json.aggregatedScore }}',
						rightValue: SCORE_MAX,
						operator: { type: 'number', operation: 'lte' },
					},
				],
				combinator: 'and',
			},
			options: {},
		}),
		typeVersion: 2.3,
	};
}

function code(jsCode: string): INode {
	return {
		...node('Code', 'n8n-nodes-base.code', { mode: 'runOnceForAllItems', jsCode }),
		typeVersion: 2,
	};
}

/** "Edit Fields", which keeps the other fields too. */
function setFields(name: string, fields: Record<string, [type: string, value: string]>): INode {
	const assignments = Object.entries(fields).map(([field, [type, value]]) => ({
		id: field,
		name: field,
		type,
		value,
	}));
	const parameters: INodeParameters = {
		assignments: { assignments },
		includeOtherFields: true,
		include: 'all',
		options: {},
	};
	return { ...node(name, 'n8n-nodes-base.set', parameters), typeVersion: 3.4 };
}

function append(workflow: WorkflowFile, from: string, next: INode): void {
	add(workflow, next);
	connect(workflow, from, 0, next.name);
}

function add(workflow: WorkflowFile, next: INode): void {
	next.position = [workflow.nodes.length * 220, 0];
	workflow.nodes.push(next);
}
