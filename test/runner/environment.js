const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

/**
 * Where Jest runs a test file: in the world of its worker, not in a new one. So what `runtime.js`
 * loads once for all files is of the same world as they are, and an error of n8n's engine is an
 * `instanceof Error`. What a file puts on `globalThis`, or replaces there, is undone when it ends.
 */
module.exports = class SharedEnvironment {
	constructor({ projectConfig }) {
		this.before = Object.getOwnPropertyDescriptors(globalThis);
		this.exit = process.exit;
		this.global = globalThis;
		this.moduleMocker = new ModuleMocker(globalThis);
		this.fakeTimers = null;
		this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
	}

	async setup() {}

	async teardown() {
		this.fakeTimersModern.dispose();
		process.exit = this.exit;
		for (const key of Reflect.ownKeys(globalThis)) {
			if (Object.getOwnPropertyDescriptor(globalThis, key).configurable) {
				if (key in this.before) Object.defineProperty(globalThis, key, this.before[key]);
				else delete globalThis[key];
			}
		}
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return globalThis;
	}
};
