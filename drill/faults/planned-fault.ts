import { FAULT_IDS, FaultId } from './catalogue';

/** A fault of the catalogue, aimed at a pipeline. */
export interface PlannedFault {
  readonly fault: FaultId;
  /** The pipeline's name. May be left out where there is only one. */
  readonly pipeline?: string;
}

type Aim = (pipeline?: string) => PlannedFault;

const byId = Object.fromEntries(FAULT_IDS.map((fault): [FaultId, Aim] => [fault, (pipeline) => ({ fault, pipeline })])) as Record<FaultId, Aim>;

/**
 * Every fault of the catalogue as a function of the pipeline that it hits, for tests:
 * `drill.run(Fault.neverStarts('NightlyOrders'))`.
 */
export const Fault = {
  ...byId,
  /** Its schedule does not fire any more, and nothing else says so: the breakdown that this library is about. */
  neverStarts: byId.scheduleDisabled,
} as const;
