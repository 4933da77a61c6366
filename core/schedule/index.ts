export { describeSchedule } from './describe';
export { type Dialect, undocumentedParts } from './dialect';
export { ScheduleError, type ScheduleField } from './error';
export { parseSchedule, type ScheduleOptions } from './parse';
export type { Schedule, ScheduleKind, Slot } from './schedule';
