import { documentLiveness } from './documentLiveness';
import type { Resource } from './resource';

/** Those of Verifik's resources that the simulator knows: another one is a line here. */
export const RESOURCES: readonly Resource[] = [documentLiveness];
