/** Drills: breakdowns simulated on a synthesized template, to see which ones would go undetected. */
export { Drill, type DrillOptions, type Progress, type RunAllOptions } from './drill';
export { FAULT_IDS, type FaultId } from './faults/catalogue';
export type { Timelines } from './jobs';
export { Fault, type PlannedFault } from './faults/planned-fault';
export type {
  Alongside, DeliveredMessage, DrillReport, DrillResult, NotPlayedNote, Outcome, TimelineLane, TimelineMark, YearResult,
} from './result';
export type { DrillSource } from './source';
export type { SimulationSettings } from './simulation/settings';
export type { YearOptions } from './year';
