import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	IDataObject,
	INodeCredentialTestResult,
	INodeType,
} from 'n8n-workflow';
import { core } from './engine';
import { additionalData, executionStartingWith } from './execution';
import { loneNode } from './loneNode';
import { ownNodes } from './nodes';
import type { LoadedPackage } from './package';

type Rule = IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody;
type FailedRequest = Error & {
	cause?: { code?: string; response?: { status: number; statusText?: string } };
};

/**
 * Tests a credential as n8n does when it is saved: sends the type's test request, signed by the type
 * itself, and judges the answer by the type's rules. A 2xx that no rule objects to is a success.
 * @param data what the user typed into the form
 */
export async function testCredential(
	pkg: LoadedPackage,
	typeName: string,
	data: ICredentialDataDecryptedObject,
): Promise<INodeCredentialTestResult> {
	const { test } = pkg.credentialType(typeName);
	if (!test) return failure('No testing function found for this credential.');

	const rules: Rule[] = test.rules ?? [];
	let body: IDataObject;
	try {
		body = await send(pkg, typeName, data, test.request);
	} catch (error) {
		return failure(reasonOf(error as FailedRequest, rules));
	}
	const objection = objectionToBody(body, rules);
	return objection ? failure(objection) : { status: 'OK', message: 'Connection successful!' };
}

function failure(message: string): INodeCredentialTestResult {
	return { status: 'Error', message };
}

/** Sends the request as a declarative node that consists of nothing else would. */
async function send(
	pkg: LoadedPackage,
	typeName: string,
	data: ICredentialDataDecryptedObject,
	request: ICredentialTestRequest['request'],
): Promise<IDataObject> {
	const type = 'n8n-nodes-base.noOp';
	const temp = { displayName: 'Temp', name: 'temp', type: 'string' as const, default: '' };
	const tester: INodeType = {
		description: {
			...ownNodes[type].description,
			credentials: [{ name: typeName, required: true }],
			properties: [{ ...temp, routing: { request } }],
		},
	};
	const nodeTypes = { ...pkg.nodeTypes, getByNameAndVersion: () => tester };
	const credentials = { [typeName]: data };
	const { workflow, node } = loneNode({ ...pkg, nodeTypes }, { type, parameters: {}, credentials });
	const input = { main: [[{ json: {} }]] };
	const entry = { node, data: input, source: null };
	const context = new core.ExecuteContext(
		workflow,
		node,
		additionalData(pkg, credentials),
		'internal',
		executionStartingWith(entry),
		0,
		[],
		input,
		entry,
		[],
	);
	const [[item]] = (await new core.RoutingNode(context, tester).runNode()) ?? [[]];
	return item.json;
}

function objectionToBody(body: IDataObject, rules: Rule[]): string | undefined {
	const objecting = rules.find(
		({ type, properties }) =>
			type === 'responseSuccessBody' && valueAt(body, properties.key) === properties.value,
	);
	return objecting?.properties.message;
}

/** What is at a dotted path, as in `data.error`. */
function valueAt(body: IDataObject, path: string): unknown {
	return path
		.split('.')
		.reduce<unknown>((value, key) => (value as IDataObject | undefined)?.[key], body);
}

function reasonOf({ cause, message }: FailedRequest, rules: Rule[]): string {
	const { response, code } = cause ?? {};
	if (!response) return code ?? message;

	const { status, statusText } = response;
	const rule = rules.find(
		({ type, properties }) => type === 'responseCode' && properties.value === status,
	);
	return rule?.properties.message ?? (statusText || `Received HTTP status code: ${status}`);
}
