import { Contract, hasDeadline, StageContract } from '../contract/contract';
import type { MetricRow } from './evidence-kind';
import { kindOf } from './kinds';

/** The metrics that are read of a stage: those of its kind, but for what only a deadline needs where there is none. */
export function metricRowsOf({ expectation }: Pick<Contract, 'expectation'>, { source }: Pick<StageContract, 'source'>): readonly MetricRow[] {
  return kindOf(source).metrics(source).filter((row) => !row.onlyForDeadline || hasDeadline(expectation));
}
