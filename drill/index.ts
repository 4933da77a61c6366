/** Drills: breakdowns played against a synthesized template under a simulated clock, to see which would go undetected. */
export { Drill, type DrillOptions, type Progress, type RunAllOptions } from './drill';
export { FAULT_IDS, type FaultId } from './faults';
export { Fault, type PlannedFault } from './planned-fault';
export type * from './result';
export type { DrillSource } from './source';
export type { WorldSettings } from './world/settings';
export type { YearOptions } from './year';
