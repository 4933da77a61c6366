import { BadVerdict, isBad, Verdict } from '../verdict/verdict';
import type { SeenAlarm } from './record';

/** What became of the run that was due, for a thread. */
const BECAME: Readonly<Record<BadVerdict, string>> = {
  missed: 'The run that was due did not start.',
  stuck: 'The run that was due hangs.',
  failed: 'The run that was due failed for good.',
};

/** A thread's line on a slot that went wrong. */
export function lineOfSlot(verdict: Verdict): string {
  return isBad(verdict) ? BECAME[verdict] : `The run that was due is ${verdict}.`;
}

/** A thread's line on an alarm: what is known of the run in question, else what the alarm always means. */
export function lineOfAlarm({ question, means, stage }: SeenAlarm, verdict: Verdict | undefined): string {
  if (question === 'ALIVE' && verdict !== undefined && isBad(verdict)) return lineOfSlot(verdict);
  return stage === undefined ? means : `${stage}: ${means}`;
}
