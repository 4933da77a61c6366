import { MINUTE } from '../../../core/time';
import { Answer, Fault, MockAccount } from './mock-account';
import { alarmUp, at, INTAKE, notifierAccount, PlayedNotifier } from './notifier-scene';

/**
 * What a tick has to do: it sends a reminder, judges evidence and adds a missed alarm; or it sends held messages as a group; or
 * it sends a digest.
 */
export type Occasion = 'reminder' | 'held' | 'digest';

/** What the test sees of a tick in which a call fails, and of the later ticks without a failure. */
export interface TickerSeen {
  readonly notified: readonly string[];
  /** The unknown facts that the message lists. */
  readonly notKnown: readonly string[];
  /** Kinds of events on the bus. */
  readonly bus: readonly string[];
  /** Whether the invocation fails. */
  readonly rejects: boolean;
  /** Kinds of events on the bus within the next minutes, when the call no longer fails. */
  readonly later: readonly string[];
  readonly log: readonly string[];
}

export const HEALTHY: Readonly<Record<Occasion, TickerSeen>> = {
  reminder: { notified: ['Critical', 'Own'], notKnown: [], bus: ['reminder'], rejects: false, later: ['opened'], log: ['reconciled'] },
  held: { notified: ['Critical'], notKnown: [], bus: ['massOpened'], rejects: false, later: [], log: [] },
  digest: { notified: ['Critical'], notKnown: [], bus: ['digest'], rejects: false, later: [], log: [] },
};

export function whatReports({ notKnown, rejects, log }: TickerSeen): string[] {
  return [...(notKnown.length > 0 ? ['the message'] : []), ...(rejects ? ['NotifierFailing'] : []), ...(log.includes('sendSlotsNotCounted') || log.includes('pipelinesNotCounted') ? ["the notifier's log"] : [])];
}

/** Minutes: at once, and after the claim of a process that died has ended. */
const LATER = [1, 3];

const MORE_ALARMS: Readonly<Record<string, Answer>> = {
  DescribeAlarms: ({ AlarmNames: names }) => ({ MetricAlarms: names === undefined ? [alarmUp(at('03:21:00')), alarmUp(at('09:00:00'), 'Stock')] : [alarmUp(at('03:21:00'))] }),
};

/** Prepares an occasion while nothing fails. `prepare` returns the time of the tick. */
const OCCASIONS: Readonly<Record<Occasion, { readonly variables: NodeJS.ProcessEnv; readonly prepare: (notifier: PlayedNotifier) => Promise<number> }>> = {
  reminder: {
    variables: { INTAKE_TOPIC_ARN: INTAKE },
    // At a full hour, more than six hours after the last message.
    prepare: async (notifier) => {
      await notifier.receive(at('03:22:00'), { since: at('03:21:00') });
      return at('10:00:00');
    },
  },
  held: {
    variables: {},
    prepare: async (notifier) => {
      for (const pipeline of ['Orders', 'P1', 'P2', 'P3', 'P4']) await notifier.receive(at('03:22:00'), { pipeline });
      return at('03:24:00');
    },
  },
  digest: {
    variables: { DIGEST_SCHEDULE: 'cron(0 8 ? * TUE *)', DIGEST_EVERY: 'week', DIGEST_TOPIC_ARNS: 'arn:aws:sns:eu-west-1:111122223333:Critical' },
    prepare: async (notifier) => {
      await notifier.tick(at('07:59:00'));
      return at('08:00:00');
    },
  },
};

export async function playTicker(occasion: Occasion, fault?: Fault): Promise<TickerSeen> {
  const account: MockAccount = notifierAccount('missed', MORE_ALARMS);
  const { variables, prepare } = OCCASIONS[occasion];
  const notifier = new PlayedNotifier(account, variables);
  const now = await prepare(notifier);
  account.beginToFail(fault);
  const { topics, notKnown, events, rejects, log } = await notifier.tick(now);
  account.beginToFail(undefined);
  const later: string[] = [];
  for (const minutes of LATER) later.push(...(await notifier.tick(now + minutes * MINUTE)).events);
  return { notified: topics, notKnown, bus: events, rejects, later, log };
}
