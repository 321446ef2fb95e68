import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { manifest, root } from './built';

it('gives every node and credential class to whoever requires the package', () => {
	const load = createRequire(join(root, 'package.json'));
	const classes = [...manifest.n8n.credentials, ...manifest.n8n.nodes].map((file) => {
		const [name] = basename(file).split('.');
		return [name, load(join(root, file))[name]];
	});
	expect(classes.map(([, loaded]) => typeof loaded)).toEqual(classes.map(() => 'function'));
	expect(load(root)).toEqual(Object.fromEntries(classes));
});
