import type { AlarmState } from '../../../core/alarm-configuration';
import type { MachineEvent } from '../../../core/message/facts';

/** What a message says: what its readers see of it, and what it is about. */
export interface TopicMessage {
  /** Who speaks: an alarm by its name, or the notifier about something. */
  readonly by: string;
  /** OK: something is over, or as it should be. */
  readonly state: AlarmState;
  readonly subject: string;
  /** For e-mail and everything that gets no text of its own. */
  readonly text: string;
  readonly sms?: string;
  /** Of a notifier's message: what it is. `raw`: an alarm that went around the notifier. */
  readonly kind?: MachineEvent['kind'] | 'raw';
  /** The pipelines that it is about, where it says so. */
  readonly pipelines?: readonly string[];
  /** The alarm that was the reason for a message of the notifier, by its name. */
  readonly because?: string;
  /** What programs get that are subscribed. @default - the text */
  readonly payload?: string;
}
