/** Which file may import which, types included. */

const { existsSync } = require('node:fs');
const { join } = require('node:path');

/** What every resource shares: the API's manners, parameters, and small helpers beside the two. */
const SHARED = '^nodes/verifik/(api/|operations/|parameters/|periods/|[^/]+[.]ts$)';

/** A resource's wing, as documentLiveness/, and the nodes. */
const RESOURCES_AND_NODES =
	'^nodes/(verifik/(?!api/|operations/|parameters/|periods/)|(?!verifik/))[^/]+/';

/** Files that compute and do nothing else. */
const PURE = [
	'nodes/DocumentLivenessTrigger/cursor.ts',
	'nodes/DocumentLivenessTrigger/pollBackoff.ts',
	'nodes/verifik/api/backOff.ts',
	'nodes/verifik/api/pace.ts',
	'nodes/verifik/api/retryHint.ts',
	'nodes/verifik/api/walk.ts',
	'nodes/verifik/documentLiveness/images/format.ts',
	'nodes/verifik/documentLiveness/output.ts',
	'nodes/verifik/documentLiveness/record.ts',
	'nodes/verifik/documentLiveness/simplify.ts',
	'nodes/verifik/documentLiveness/split.ts',
	'nodes/verifik/documentLiveness/summary/html.ts',
	'nodes/verifik/documentLiveness/summary/summarize.ts',
	'nodes/verifik/documentLiveness/summary/text.ts',
	'nodes/verifik/documentLiveness/suspicious.ts',
	'nodes/verifik/periods/filterPeriod.ts',
	'nodes/verifik/periods/groups.ts',
	'nodes/verifik/periods/summaryPeriod.ts',
	'nodes/verifik/json.ts',
];

// Else a file that was renamed would be free to import anything, and nobody would notice
const missing = PURE.filter((file) => !existsSync(join(__dirname, file)));
if (missing.length > 0) {
	throw new Error(`PURE in .dependency-cruiser.cjs lists what is not there: ${missing.join(', ')}`);
}

const pure = PURE.map((file) => `^${file}$`);

module.exports = {
	forbidden: [
		{
			name: 'no-circle',
			comment: 'Files that import each other cannot be understood or changed one by one.',
			severity: 'error',
			from: {},
			to: { circular: true },
		},
		{
			name: 'only-n8n-from-outside',
			comment:
				'What ships has no dependency but n8n and its luxon. Of Node, n8n allows crypto alone.',
			severity: 'error',
			from: { path: '^(credentials|nodes)/' },
			to: {
				pathNot: '^(credentials|nodes)/|^node_modules/(n8n-workflow|luxon|@types/luxon)/|^crypto$',
			},
		},
		{
			name: 'no-resource-in-shared-files',
			comment: 'A second resource of Verifik has to find them fit for use, without a change.',
			severity: 'error',
			from: { path: SHARED },
			to: { path: RESOURCES_AND_NODES },
		},
		{
			name: 'no-api-in-parameters',
			comment:
				'A parameter is a field and how its value is read; what is done with it is no concern.',
			severity: 'error',
			from: { path: '^nodes/verifik/parameters/' },
			to: { path: '^nodes/verifik/api/' },
		},
		{
			name: 'no-import-of-a-node',
			comment: 'Nodes stand on what they share, and nothing stands on a node.',
			severity: 'error',
			from: { path: '^(credentials|nodes/[^/]+)/' },
			to: { path: '^nodes/(?!verifik/)', pathNot: '^$1/' },
		},
		{
			name: 'no-n8n-in-pure-files',
			comment: 'They take values and return values, so that a test needs neither n8n nor a mock.',
			severity: 'error',
			from: { path: pure },
			to: { path: '^node_modules/n8n-workflow/' },
		},
		{
			name: 'no-requests-in-pure-files',
			comment: 'Nor do they send or wait for anything, not even by way of other files.',
			severity: 'error',
			from: { path: pure },
			to: { path: '^nodes/verifik/api/(client|clock)[.]ts$', reachable: true },
		},
		{
			name: 'no-test-or-node-in-simulator',
			comment: 'It is what the node is measured against, so it is written independently of both.',
			severity: 'error',
			from: { path: '^simulator/' },
			to: { path: '^(credentials|nodes|test)/' },
		},
	],
	options: {
		doNotFollow: { path: '^node_modules/' },
		tsConfig: { fileName: 'tsconfig.test.json' },
		tsPreCompilationDeps: true,
	},
};
