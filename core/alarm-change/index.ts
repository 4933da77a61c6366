export type { AlarmChange } from './alarm-change';
export { breachOf, type Breach } from './breach';
export { AlarmPayloadError } from './alarm-payload-error';
export { readAlarmChange } from './read-alarm-change';
