import { CHECKER_CALLS } from './checker-calls';
import * as checker from './checker-scene';
import type { Fault } from './mock-account';
import type { Scene } from './notifier-scene';
import { RECEIVER_CALLS } from './receiver-calls';
import * as receiver from './receiver-scene';
import type { Call } from './registry';
import { TICKER_CALLS } from './ticker-calls';
import * as ticker from './ticker-scene';

/** A handler, its calls, and how the tests run it. */
export interface PlayedHandler {
  readonly name: string;
  readonly intro: string;
  readonly calls: readonly Call<object>[];
  /** What the tests see when nothing fails. */
  readonly healthy: (scene: string | undefined) => object;
  readonly play: (scene: string | undefined, fault?: Fault) => Promise<object>;
  /** What reports that something failed. */
  readonly reportedBy: (seen: object) => string[];
}

/** The types of what the tests see differ by handler. Each handler only gets its own. */
function handler<Seen extends object, S extends string>(one: {
  readonly name: string; readonly intro: string; readonly calls: readonly Call<Seen, S>[]; readonly healthy: (scene: S | undefined) => Seen;
  readonly play: (scene: S | undefined, fault?: Fault) => Promise<Seen>; readonly reportedBy: (seen: Seen) => string[];
}): PlayedHandler {
  return one as unknown as PlayedHandler;
}

export const HANDLERS: readonly PlayedHandler[] = [
  handler({
    name: 'The checker', intro: 'The checker runs for at most two minutes and reads for at most 110 s. The table shows what is published, whether there is a heartbeat, and which alarm fires when the failure lasts.',
    calls: CHECKER_CALLS, healthy: () => checker.HEALTHY, play: (_scene, fault) => checker.playChecker(fault), reportedBy: checker.whatReports,
  }),
  handler<receiver.ReceiverSeen, Scene>({
    name: "The notifier's receiver", intro: 'An alarm arrives. When the invocation fails, Lambda retries once after a minute. If that fails too, it sends the unformatted alarm to the critical topic.',
    calls: RECEIVER_CALLS, healthy: () => receiver.HEALTHY, play: receiver.playReceiver, reportedBy: receiver.whatReports,
  }),
  handler<ticker.TickerSeen, ticker.Occasion>({
    name: "The notifier's ticker", intro: 'The ticker runs each minute. In these tests, a reminder is due and the message of an alarm is missing; or messages are held; or a digest is due. Lambda does not retry a tick that fails, because the next tick follows.',
    calls: TICKER_CALLS, healthy: (scene) => ticker.HEALTHY[scene ?? 'reminder'], play: (scene, fault) => ticker.playTicker(scene ?? 'reminder', fault), reportedBy: ticker.whatReports,
  }),
];
