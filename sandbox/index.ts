export { parseFault, type Fault } from './faults';
export type { Envelope } from './list';
export type { SandboxRequest } from './log';
export type { SandboxOptions } from './options';
export { DOCUMENTED_RECORD, generateRecord, INTERVAL, NEWEST, type SandboxRecord } from './records';
export { startSandbox, type Sandbox } from './server';
export { SANDBOX_TOKEN, sandboxToken } from './tokens';
