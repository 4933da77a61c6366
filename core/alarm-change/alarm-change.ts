import type { AlarmState } from '../alarm/state';
import type { Instant } from '../time';
import type { Breach } from './breach';

/** What CloudWatch tells when an alarm changes its state, of whatever kind it is: metric, math, composite, log. */
export interface AlarmChange {
  readonly alarmName: string;
  readonly alarmArn: string;
  readonly state: AlarmState;
  /** The state that it was in before, where the message says so. */
  readonly before?: AlarmState;
  /** When it went into that state. */
  readonly at: Instant;
  /** Of an alarm in ALARM: where in time lies what raised it. Absent: that is not known. */
  readonly breach?: Breach;
  /** CloudWatch's own words; empty when it gave none. */
  readonly reason: string;
  readonly description?: string;
  readonly accountId: string;
  /** The Region's code, such as `eu-west-1`. CloudWatch's message itself has only a long name of it. */
  readonly region: string;
  /** Told at the end of a mute window, because the alarm still was in that state. */
  readonly afterMute: boolean;
}
