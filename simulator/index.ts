export type { Envelope } from './envelope';
export type { Fault } from './faults';
export type { ListLies } from './lies';
export type { SimulatorRequest } from './log';
export type { SimulatorOptions } from './options';
export {
	admitAll,
	QuotaMeter,
	type QuotaRule,
	type QuotaUnit,
	type Verdict as QuotaVerdict,
} from './quota';
export { parseQuota, type Quota, type QuotaHeader } from './quotas';
export { parseFault } from './readFault';
export {
	DOCUMENTED_RECORD,
	generateRecord,
	INTERVAL,
	NEWEST,
	type SimulatorRecord,
} from './records';
export { startSimulator, type Simulator } from './server';
export { SIMULATOR_TOKEN, simulatorToken } from './tokens';
