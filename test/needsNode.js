/*
 * Says in a sentence that this Node.js is too old, where a stack would say it else. In the JavaScript
 * of any Node.js, since it is for the old ones.
 */
const { engines } = require('../package.json');

const [major, minor] = /(\d+)\.(\d+)/.exec(engines.node).slice(1).map(Number);
const [ownMajor, ownMinor] = process.versions.node.split('.').map(Number);

if (ownMajor < major || (ownMajor === major && ownMinor < minor)) {
	process.stderr.write(
		`This needs Node.js ${major}.${minor} or later, and here is ${process.versions.node}. ` +
			'Install a newer one; .nvmrc has the version to work with.\n',
	);
	process.exit(1);
}
