/** Where the package lives on GitHub. */
export interface Repository {
	owner: string;
	name: string;
}

/** What people read of the API as long as the package has no address of its own. */
const VERIFIK = 'https://docs.verifik.co';

/** `.invalid` belongs to nobody, and never will: it is reserved. */
const NO_MAILBOX = 'not-set@example.invalid';

const TOKEN_SECTION = '#where-the-access-token-comes-from';

/** @returns undefined when the text is not `owner/name` as GitHub allows them */
export function parseRepository(text: string): Repository | undefined {
	const [, owner, name] =
		/^([a-z\d](?:[a-z\d]|-(?=[a-z\d])){0,38})\/([\w.-]{1,100})$/i.exec(text) ?? [];
	if (!owner || !name || /^\.{1,2}$|\.git$/i.test(name)) return undefined;
	return { owner, name };
}

/**
 * The one place that holds the repository is `repository` in package.json.
 *
 * @returns undefined when it is not set yet
 */
export function repositoryOf(manifest: { repository?: { url?: string } }): Repository | undefined {
	const url = manifest.repository?.url ?? '';
	return parseRepository(/^git\+https:\/\/github\.com\/(.*)\.git$/.exec(url)?.[1] ?? '');
}

export function addressOf({ owner, name }: Repository): string {
	return `https://github.com/${owner}/${name}`;
}

/** Writes the repository into the text of a file; undefined takes it out again. */
export type Write = (text: string, repository: Repository | undefined) => string;

/** Every file that has to know the repository, and how it is written there. */
export const PLACES: Record<string, Write> = {
	'package.json': inManifest,
	'credentials/VerifikApi.credentials.ts': (text, repository) =>
		text.replace(/(documentationUrl =\s+')[^']*/, `$1${link(repository, TOKEN_SECTION)}`),
	'test/contract/interface.txt': (text, repository) =>
		text.replace(/(\bdocumentationUrl: ')[^']*/, `$1${link(repository, TOKEN_SECTION)}`),
	'nodes/DocumentLiveness/DocumentLiveness.node.json': inCodex,
	'nodes/DocumentLivenessTrigger/DocumentLivenessTrigger.node.json': inCodex,
	'SECURITY.md': (text, repository) =>
		text.replace(
			/\*\*(?:\[Report a vulnerability\]\([^)]*\)|Report a vulnerability)\*\*/,
			repository
				? `**[Report a vulnerability](${addressOf(repository)}/security/advisories/new)**`
				: '**Report a vulnerability**',
		),
	'README.md': inShippedPage,
	'CHANGELOG.md': inShippedPage,
};

function link(repository: Repository | undefined, anchor: string): string {
	return repository ? addressOf(repository) + anchor : VERIFIK;
}

/** As `npm` itself writes package.json: tabs, and a line break at the end. */
function inManifest(text: string, repository: Repository | undefined): string {
	const { name, version, description, license, keywords, author, ...rest } = JSON.parse(text);
	const before: { url: string } | undefined = rest.repository;
	for (const own of ['private', 'homepage', 'bugs', 'repository']) delete rest[own];
	const address = repository && addressOf(repository);
	const manifest = {
		name,
		version,
		// the registry's own client then refuses to publish
		...(!address && { private: true }),
		description,
		license,
		homepage: link(repository, '#readme'),
		...(address && { bugs: { url: `${address}/issues` } }),
		keywords,
		author: repository ? authorOf(repository, author, before) : NOBODY,
		...(address && { repository: { type: 'git', url: `git+${address}.git` } }),
		...rest,
	};
	return `${JSON.stringify(manifest, null, '\t')}\n`;
}

const NOBODY = { name: 'n8n-nodes-verifik maintainers', email: NO_MAILBOX };

interface Author {
	name: string;
	email: string;
}

/** An author that somebody has entered stays; else it is the owner, at GitHub's own mailbox for them. */
function authorOf(repository: Repository, author: Author, old?: { url: string }): Author {
	const before = old && repositoryOf({ repository: old });
	const isOurs =
		author.email === NO_MAILBOX || (before && author.email === mailboxOf(before.owner));
	return isOurs ? { name: repository.owner, email: mailboxOf(repository.owner) } : author;
}

function mailboxOf(owner: string): string {
	return `${owner}@users.noreply.github.com`;
}

function inCodex(text: string, repository: Repository | undefined): string {
	const write = (codex: string, field: string, anchor: string) =>
		codex.replace(
			new RegExp(`("${field}": \\[\\s*\\{\\s*"url": ")[^"]*`),
			`$1${link(repository, anchor)}`,
		);
	return write(
		write(text, 'primaryDocumentation', '#readme'),
		'credentialDocumentation',
		TOKEN_SECTION,
	);
}

/**
 * Pages that are read outside of the repository, where a path leads nowhere: the registry shows the
 * README, and both are in the tarball. So their links and pictures become whole addresses.
 */
function inShippedPage(text: string, repository: Repository | undefined): string {
	const inside = text
		.replace(
			/\]\(https:\/\/(?:github\.com|raw\.githubusercontent\.com)\/[^/)]+\/[^/)]+\/(?:blob\/)?HEAD\/([^)]*)\)/g,
			']($1)',
		)
		.replace(
			/\b(src|srcset)="https:\/\/raw\.githubusercontent\.com\/[^/"]+\/[^/"]+\/HEAD\/([^"]*)"/g,
			'$1="$2"',
		);
	if (!repository) return inside;
	const raw = `https://raw.githubusercontent.com/${repository.owner}/${repository.name}/HEAD`;
	return inside
		.replace(/\b(src|srcset)="(?!https?:)([^"]+)"/g, `$1="${raw}/$2"`)
		.replace(/!\[([^\]]*)\]\((?!https?:|#)([^)]+)\)/g, `![$1](${raw}/$2)`)
		.replace(/\]\((?!https?:|#)([^)]+)\)/g, `](${addressOf(repository)}/blob/HEAD/$1)`);
}
