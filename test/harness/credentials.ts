import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IExecuteData,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core, n8nWorkflow } from './engine';
import type { LoadedPackage } from './package';

/** What a user typed into the form of each credential, by the credential type's name. */
export type Credentials = Record<string, ICredentialDataDecryptedObject>;

/**
 * Does for the engine what n8n's credentials helper does, without its database: hands out the
 * credentials of one run with their defaults filled in and their expressions resolved, and signs
 * requests as the credential type says, be its `authenticate` a function or generic.
 */
export class HarnessCredentials extends n8nWorkflow.ICredentialsHelper {
	constructor(
		private readonly pkg: LoadedPackage,
		private readonly credentials: Credentials,
	) {
		super();
	}

	override async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		{ name }: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		item?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const stored = this.credentials[type];
		if (!stored) throw new Error(`There is no credential "${name}" of type "${type}"`);
		if (raw) return { ...stored };

		const data = this.withDefaults(type, stored);
		const { expression } = item?.workflow ?? emptyWorkflow(this.pkg);
		const resolved = expression.getParameterValue(
			data,
			item?.runExecutionData ?? null,
			item?.runIndex ?? 0,
			item?.itemIndex ?? 0,
			item?.node.name ?? '',
			item?.connectionInputData ?? [],
			mode,
			core.getAdditionalKeys(additionalData, mode, null, { isCredential: true }),
			executeData,
			false,
			data,
		);
		return resolved as ICredentialDataDecryptedObject;
	}

	private withDefaults(type: string, stored: ICredentialDataDecryptedObject): INodeParameters {
		const properties = this.getCredentialsProperties(type);
		const given = stored as INodeParameters;
		const { NodeHelpers } = n8nWorkflow;
		return NodeHelpers.getNodeParameters(properties, given, true, false, null, null) ?? {};
	}

	override async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.pkg.credentialType(typeName);
		if (!authenticate) return requestOptions;
		if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions);

		const resolve = (value: string) => {
			const keys = { $credentials: credentials };
			return String(workflow.expression.getSimpleParameterValue(node, value, 'internal', keys));
		};
		const parts = requestOptions as unknown as Record<string, Record<string, string>>;
		for (const [part, values] of Object.entries(authenticate.properties)) {
			parts[part] ??= {};
			for (const [key, value] of Object.entries(values as Record<string, string>)) {
				parts[part][resolve(key)] = resolve(value);
			}
		}
		return requestOptions;
	}

	override getCredentialsProperties(type: string): INodeProperties[] {
		return this.pkg.credentialType(type).properties;
	}

	override getParentTypes(type: string): string[] {
		return this.pkg.credentialType(type).extends ?? [];
	}

	override isCredentialUsableByNode(): boolean {
		return true;
	}

	/** No credential here is renewed, but the engine sends a 401 once more because this exists. */
	override async preAuthentication(): Promise<undefined> {}

	override async runPreAuthentication(): Promise<undefined> {}

	override async getCredentials(): Promise<ICredentials> {
		throw new Error('The harness keeps no stored credentials');
	}

	override async updateCredentials(): Promise<void> {
		throw new Error('The harness keeps no stored credentials');
	}

	override async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('The harness keeps no stored credentials');
	}
}

/** Outside a run, a credential's expressions have no node and no items to look at. */
function emptyWorkflow({ nodeTypes }: LoadedPackage): Workflow {
	return new n8nWorkflow.Workflow({ nodes: [], connections: {}, active: false, nodeTypes });
}
