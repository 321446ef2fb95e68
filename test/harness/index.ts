/**
 * Runs a node package in n8n's real engine: workflows, credential tests, list searches and polls.
 * Nothing of n8n is mocked; what the engine needs from the n8n around it (a database, a canvas) is
 * replaced by what the caller hands over.
 */
export { testCredential } from './credentialTest';
export type { Credentials } from './credentials';
export { forgetLogged, logged, projectRoot, type LogEntry } from './engine';
export { listSearch, type ListSearchOptions } from './listSearch';
export { loadPackage, type LoadedPackage } from './package';
export { poll, type PollOptions, type PollResult } from './poll';
export { runWorkflow, type RunOptions, type WorkflowRun } from './run';
export { singleNode, type SingleNode } from './singleNode';
