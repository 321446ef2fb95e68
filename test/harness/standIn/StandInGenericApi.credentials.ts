import type { IAuthenticateGeneric, ICredentialType, INodeProperties } from 'n8n-workflow';

/** Signs as declared, and cannot be tested. */
export class StandInGenericApi implements ICredentialType {
	name = 'standInGenericApi';
	displayName = 'Stand-In Generic API';
	documentationUrl = 'https://example.com';
	properties: INodeProperties[] = [
		{
			displayName: 'Token',
			name: 'token',
			type: 'string',
			typeOptions: { password: true },
			default: '',
		},
	];
	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { 'x-token': '={{ "token " + $credentials.token }}' },
			qs: { signed: 'yes' },
		},
	};
}
