/**
 * The pure domain of observed pipelines: schedules, contracts, evidence, verdicts. No AWS SDK, no CDK, no clock and
 * no I/O: everything takes `now` in milliseconds since the epoch.
 */
export * from './alarm';
export * from './console';
export * from './alarm-change';
export * from './contract';
export * from './diagnosis';
export * from './digest';
export * from './evidence';
export * from './incident';
export * from './message';
export * from './metrics';
export { own } from './own';
export { isPipelineName, PIPELINE_NAME_RULE } from './pipeline-name';
export * from './profile';
export * from './question';
export * from './schedule';
export * from './severity';
export * from './signal-mark';
export * from './time';
export * from './topic';
export * from './verdict';
export * from './words';
