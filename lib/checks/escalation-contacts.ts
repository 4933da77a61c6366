import type { Escalation } from '../escalation';
import { secondsOf } from '../expectation/tolerances';

const SHORTEST = 60;
/** Longer than anybody waits; the notifier takes no more. */
const LONGEST = 366 * 24 * 60 * 60;

/** Refuses an escalation that would come never or to nobody. */
export function requireEscalation(where: string, { after, notify }: Escalation): void {
  const seconds = secondsOf(`${where}: escalation.after`, after);
  if (seconds < SHORTEST || seconds > LONGEST) {
    throw new Error(`${where}: escalation.after must be between 1 minute and 366 days, got ${after.toHumanString()}`);
  }
  if (notify.length === 0) throw new Error(`${where}: escalation.notify is empty, so nobody would be told; name a contact or leave the escalation out`);
  if (notify.some(({ _contact }) => _contact.kind === 'topic')) {
    throw new Error(`${where}: an escalation has a topic of its own, so it cannot go to an existing one; `
      + 'name the people with Notify.email or Notify.sms, or what the other topic tells with Notify.subscription');
  }
}
