import { FAULT_IDS, FaultId } from './catalogue';

/** A fault of the catalogue for a given pipeline. */
export interface PlannedFault {
  readonly fault: FaultId;
  /** The pipeline's name. You can omit it when there is only one pipeline. */
  readonly pipeline?: string;
}

type Aim = (pipeline?: string) => PlannedFault;

const byId = Object.fromEntries(FAULT_IDS.map((fault): [FaultId, Aim] => [fault, (pipeline) => ({ fault, pipeline })])) as Record<FaultId, Aim>;

/**
 * Every fault of the catalogue as a function of the pipeline that it affects, for tests:
 * `drill.run(Fault.neverStarts('NightlyOrders'))`.
 */
export const Fault = {
  ...byId,
  /** The pipeline's schedule stops firing, and nothing else reports it. This library exists because of this breakdown. */
  neverStarts: byId.scheduleDisabled,
} as const;
