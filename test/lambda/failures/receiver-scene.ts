import { MINUTE } from '../../../core/time';
import type { Fault } from './mock-account';
import { at, notifierAccount, PlayedNotifier, Scene } from './notifier-scene';

/** When the alarm is heard of. */
const HEARD = at('03:22:00');
/** Lambda repeats a failed invocation a minute later (Lambda developer guide, "How Lambda handles errors and retries with asynchronous invocation"). */
const REPEATED = HEARD + MINUTE;
/** By then what somebody died over may be taken up by somebody else, and what was held is told. */
const LATER = REPEATED + 2 * MINUTE;

/** What is seen of an alarm while a call fails, and of what follows when it fails no more. */
export interface ReceiverSeen {
  /** Topics that are told at once. */
  readonly told: readonly string[];
  /** The lines under NOT KNOWN in the message. */
  readonly notKnown: readonly string[];
  /** Whether the event bus has it. */
  readonly bus: boolean;
  /** Whether the invocation fails, so that Lambda repeats it. */
  readonly rejects: boolean;
  /** Topics that are told by the repetition. */
  readonly repeated: readonly string[];
  /** Whether the repetition fails too, so that Lambda sends the raw alarm to the failure destination. */
  readonly raw: boolean;
  /** Topics that are told within the next minutes, when the call fails no more. */
  readonly later: readonly string[];
  readonly log: readonly string[];
}

/** An alarm during which nothing fails. */
export const HEALTHY: ReceiverSeen = { told: ['Critical', 'Own'], notKnown: [], bus: true, rejects: false, repeated: [], raw: false, later: [], log: [] };

/** Who says that something failed. */
export function whoSpeaks({ notKnown, rejects, raw, log }: ReceiverSeen): string[] {
  return [
    ...(notKnown.length > 0 ? ['the message'] : []),
    ...(rejects ? ['NotifierFailing'] : []),
    ...(raw ? ['the raw alarm'] : []),
    ...(log.includes('sendSlotsNotCounted') ? ["the notifier's log"] : []),
  ];
}

export async function playReceiver(scene: Scene = 'missed', fault?: Fault): Promise<ReceiverSeen> {
  const account = notifierAccount(scene);
  const notifier = new PlayedNotifier(account);
  const hear = (now: number): ReturnType<PlayedNotifier['receive']> => notifier.receive(now, { signal: scene === 'failed' ? 'Failed' : 'ProofOfLife', since: HEARD - MINUTE });
  account.beginToFail(fault);
  const first = await hear(HEARD);
  const second = first.rejects ? await hear(REPEATED) : undefined;
  account.beginToFail(undefined);
  const { topics: later } = await notifier.tick(LATER);
  return {
    told: first.topics, notKnown: first.notKnown, bus: first.events.length > 0, rejects: first.rejects, repeated: second?.topics ?? [], raw: second?.rejects ?? false, later,
    log: first.log,
  };
}
