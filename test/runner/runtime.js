const Module = require('node:module');
const { compileFunction } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const IN_NODE_MODULES = /[\\/]node_modules[\\/]/;

/**
 * Jest's module loader, with one difference: what is in `node_modules` is loaded by Node, once per
 * worker, instead of once per test file. n8n's engine alone takes three seconds each time.
 *
 * Files of the project are loaded anew for each test file, as ever.
 */
module.exports = class SharedRuntime extends Runtime {
	constructor(...args) {
		super(...args);
		this.executor.compile = (code, filename) =>
			compileFunction(code, this.executor.injectedModuleParameters, { filename });
		Module._extensions['.ts'] = (module, file) => {
			module.exports = this.requireModule(file);
			delete require.cache[file];
		};
	}

	requireModule(from, name, options, ...rest) {
		if (options?.isInternalModule || this._resolution.isCoreModule(name ?? from)) {
			return super.requireModule(from, name, options, ...rest);
		}
		const path = this._resolution.resolveCjs(from, name);
		if (IN_NODE_MODULES.test(path)) return require(path);
		return super.requireModule(from, name, options, ...rest);
	}
};
