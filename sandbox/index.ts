export type { Envelope } from './envelope';
export type { Fault } from './faults';
export type { ListLies } from './lies';
export type { SandboxRequest } from './log';
export type { SandboxOptions } from './options';
export {
	admitAll,
	QuotaMeter,
	type QuotaRule,
	type QuotaUnit,
	type Verdict as QuotaVerdict,
} from './quota';
export { parseQuota, type Quota, type QuotaHeader } from './quotas';
export { parseFault } from './readFault';
export { DOCUMENTED_RECORD, generateRecord, INTERVAL, NEWEST, type SandboxRecord } from './records';
export { startSandbox, type Sandbox } from './server';
export { SANDBOX_TOKEN, sandboxToken } from './tokens';
