import type { Contract } from '../contract/contract';
import { kindOf } from '../evidence/kinds';
import { planBatches } from '../evidence/metric-plan';
import { metricRowsOf } from '../evidence/metric-rows';
import { evidenceFrom } from '../evidence/windows';
import { DAY, Instant } from '../time';

/** A year's middays, a month apart: how far back evidence is read depends on when the newest run was due. */
const SAMPLES = Array.from({ length: 12 }, (_, month) => Date.UTC(2027, month, 15, 12));
/** Long enough that nothing is owed for the first time any more. */
const AGE = 400 * DAY;

/**
 * How many metrics a tick of the checker reads of a healthy pipeline, on average. Runs far apart make it read some of
 * them twice, since old points come by longer periods; what a record proves better than metrics is not read from them.
 */
export function metricsReadByTick(contract: Contract): number {
  return SAMPLES.reduce((sum, now) => sum + readsAt(contract, now), 0) / SAMPLES.length;
}

function readsAt(contract: Contract, now: Instant): number {
  const from = evidenceFrom({ ...contract, since: now - AGE }, 'recent', now);
  if (from === undefined || from >= now) return 0;
  const reads = contract.stages.filter(({ onDemand }) => !onDemand).flatMap((stage) => metricRowsOf(contract, stage).map((row, index) => ({
    key: `${stage.name}.${index}`, namespace: kindOf(stage.source).namespace, dimensions: {}, row, from,
  })));
  return planBatches(reads, now).reduce((sum, batch) => sum + batch.reads.length, 0);
}
