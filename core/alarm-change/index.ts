export type { AlarmChange } from './alarm-change';
export { AlarmPayloadError } from './alarm-payload-error';
export { readAlarmChange } from './read-alarm-change';
