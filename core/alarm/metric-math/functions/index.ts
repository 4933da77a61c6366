import { AGGREGATE_FUNCTIONS } from './aggregate';
import { ARRAY_FUNCTIONS } from './array';
import type { FunctionTable } from './call';
import { CHANGE_FUNCTIONS } from './change';
import { ELEMENTWISE_FUNCTIONS } from './elementwise';
import { FILL_FUNCTIONS } from './fill';
import { IF_FUNCTIONS } from './if';
import { METRIC_FUNCTIONS } from './metric';
import { TIME_FUNCTIONS } from './time';

/** Every function that is simulated. */
export const METRIC_MATH_FUNCTIONS: FunctionTable = {
  ...AGGREGATE_FUNCTIONS,
  ...ARRAY_FUNCTIONS,
  ...CHANGE_FUNCTIONS,
  ...ELEMENTWISE_FUNCTIONS,
  ...FILL_FUNCTIONS,
  ...IF_FUNCTIONS,
  ...METRIC_FUNCTIONS,
  ...TIME_FUNCTIONS,
};

/** Functions of CloudWatch that ask other services, or that alarms cannot use. */
export const UNSUPPORTED_FUNCTIONS: readonly string[] = ['DB_PERF_INSIGHTS', 'INSIGHT_RULE_METRIC', 'LAMBDA', 'SEARCH', 'SERVICE_QUOTA'];
