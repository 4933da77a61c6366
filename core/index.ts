/**
 * The pure domain of observed pipelines: schedules, contracts, evidence, verdicts. No AWS SDK, no CDK, no clock and
 * no I/O: everything takes `now` in milliseconds since the epoch.
 */
export * from './alarm';
export * from './contract';
export * from './evidence';
export * from './metrics';
export * from './question';
export * from './schedule';
export * from './time';
export * from './topic';
export * from './verdict';
