import { CHECKER_CALLS } from './checker-calls';
import * as checker from './checker-scene';
import type { Fault } from './mock-account';
import type { Scene } from './notifier-scene';
import { RECEIVER_CALLS } from './receiver-calls';
import * as receiver from './receiver-scene';
import type { Call } from './registry';
import { TICKER_CALLS } from './ticker-calls';
import * as ticker from './ticker-scene';

/** A handler, its calls, and how it is played. */
export interface PlayedHandler {
  readonly name: string;
  readonly intro: string;
  readonly calls: readonly Call<object>[];
  /** What is seen when nothing fails. */
  readonly healthy: (scene: string | undefined) => object;
  readonly play: (scene: string | undefined, fault?: Fault) => Promise<object>;
  /** Who says that something failed. */
  readonly speaks: (seen: object) => string[];
}

/** Types of what is seen differ by handler, and each handler only meets its own. */
function handler<Seen extends object, S extends string>(one: {
  readonly name: string; readonly intro: string; readonly calls: readonly Call<Seen, S>[]; readonly healthy: (scene: S | undefined) => Seen;
  readonly play: (scene: S | undefined, fault?: Fault) => Promise<Seen>; readonly speaks: (seen: Seen) => string[];
}): PlayedHandler {
  return one as unknown as PlayedHandler;
}

export const HANDLERS: readonly PlayedHandler[] = [
  handler({
    name: 'The checker', intro: 'Two minutes; it reads for 110 s. What is published, whether there is a heartbeat, and which alarm speaks when it lasts.',
    calls: CHECKER_CALLS, healthy: () => checker.HEALTHY, play: (_scene, fault) => checker.playChecker(fault), speaks: checker.whoSpeaks,
  }),
  handler<receiver.ReceiverSeen, Scene>({
    name: "The notifier's receiver", intro: 'An alarm comes. Lambda repeats an invocation that fails once, a minute later; fails that too, it sends the raw alarm to the critical topic.',
    calls: RECEIVER_CALLS, healthy: () => receiver.HEALTHY, play: receiver.playReceiver, speaks: receiver.whoSpeaks,
  }),
  handler<ticker.TickerSeen, ticker.Occasion>({
    name: "The notifier's ticker", intro: 'Each minute: a reminder is due and an alarm is up of which no message came; messages were held; a digest is due. A tick that fails is not repeated, the next one comes.',
    calls: TICKER_CALLS, healthy: (scene) => ticker.HEALTHY[scene ?? 'reminder'], play: (scene, fault) => ticker.playTicker(scene ?? 'reminder', fault), speaks: ticker.whoSpeaks,
  }),
];
