import { MINUTE } from '../../../core/time';
import type { Fault } from './mock-account';
import { at, notifierAccount, PlayedNotifier, Scene } from './notifier-scene';

/** When the alarm arrives. */
const ARRIVED = at('03:22:00');
/** Lambda retries a failed invocation after a minute (Lambda developer guide, "Asynchronous invocation"). */
const REPEATED = ARRIVED + MINUTE;
/** By then, the claim of a process that died has ended, and held notifications are due. */
const LATER = REPEATED + 2 * MINUTE;

/** What the test sees of an alarm while a call fails, and afterwards. */
export interface ReceiverSeen {
  /** The topics that get the alarm at once. */
  readonly notified: readonly string[];
  /** The unknown facts that the message lists. */
  readonly notKnown: readonly string[];
  /** Whether the event bus gets the event. */
  readonly bus: boolean;
  /** Whether the invocation fails, so that Lambda retries it. */
  readonly rejects: boolean;
  /** The topics that get the alarm from the retry. */
  readonly repeated: readonly string[];
  /** Whether the retry fails too, so that Lambda's failure destination sends the unformatted alarm. */
  readonly unformatted: boolean;
  /** The topics that get the alarm within the next minutes, when the call no longer fails. */
  readonly later: readonly string[];
  readonly log: readonly string[];
}

/** An alarm when nothing fails. */
export const HEALTHY: ReceiverSeen = { notified: ['Critical', 'Own'], notKnown: [], bus: true, rejects: false, repeated: [], unformatted: false, later: [], log: [] };

/** What reports that something failed. */
export function whatReports({ notKnown, rejects, unformatted, log }: ReceiverSeen): string[] {
  return [
    ...(notKnown.length > 0 ? ['the message'] : []),
    ...(rejects ? ['NotifierFailing'] : []),
    ...(unformatted ? ['the unformatted alarm'] : []),
    ...(log.includes('sendSlotsNotCounted') ? ["the notifier's log"] : []),
  ];
}

export async function playReceiver(scene: Scene = 'missed', fault?: Fault): Promise<ReceiverSeen> {
  const account = notifierAccount(scene);
  const notifier = new PlayedNotifier(account);
  const receive = (now: number): ReturnType<PlayedNotifier['receive']> => notifier.receive(now, { signal: scene === 'failed' ? 'Failed' : 'ProofOfLife', since: ARRIVED - MINUTE });
  account.beginToFail(fault);
  const first = await receive(ARRIVED);
  const second = first.rejects ? await receive(REPEATED) : undefined;
  account.beginToFail(undefined);
  const { topics: later } = await notifier.tick(LATER);
  return {
    notified: first.topics, notKnown: first.notKnown, bus: first.events.length > 0, rejects: first.rejects, repeated: second?.topics ?? [], unformatted: second?.rejects ?? false, later,
    log: first.log,
  };
}
