import { DAY, HOUR, Instant, MINUTE, SECOND } from '../../core/time';
import { longestFunction, type PipelineModel, silenceOf, timesOf } from '../../template/pipeline';
import type { DeliveredMessage } from '../result';
import { type ExpectedAlert, type FaultDefinition, Scene } from './fault';
import { failedRun, isOwnRun, onRuns, onSchedules } from './inject';
import { isAbout } from './own-topics';

/** Most messages about one pipeline in 24 hours, including the one that announces the rate limit and the recovery. */
const MOST = 12;

/** A job that runs often fails all day. One mail for each run would make people mute the mailbox. */
export const failsAllDay: FaultDefinition = {
  id: 'failsAllDay',
  title: 'Every run of a day fails',
  what: `A job that runs every hour or more often fails for a whole day. People must be notified with at most ${MOST} messages. The last one announces that no more follow for a while.`,
  expects: 'detected',
  needs: ['notifier', 'frequentRuns'],
  play: (scene) => {
    const slots = scene.slotsBetween(scene.ready, scene.ready + DAY);
    const [first] = slots;
    const [after] = scene.slots(1, slots.at(-1)! + 1);
    return {
      conditions: [onRuns(scene.first, { from: scene.around(first!).from, to: scene.around(after!).from }, (plan) => ({ ...plan, outcome: 'failed' }))],
      begins: first!,
      expectedAlerts: [failedRun(scene, first!)],
      heals: after!,
      // When the rate limit ends, a day after the first message, the suppressed messages follow in one summary.
      to: scene.settledAfter(after!) + 6 * HOUR,
      mostMessages: MOST,
    };
  },
};

const NIGHTS = 7;

/** Seven runs in a row fail. An alarm that stays in ALARM does not report the second to the seventh. */
export const failsForAWeek: FaultDefinition = {
  id: 'failsForAWeek',
  title: 'Seven runs in a row fail',
  what: 'Seven runs in a row fail, as on every night of a week. People must be notified of each, although an alarm that stays in ALARM reports only the first. With a maximum silence, one notification in each such period is enough.',
  expects: 'detected',
  play: (scene) => {
    const slots = scene.slots(NIGHTS + 1);
    return {
      conditions: [onRuns(scene.first, scene.around(slots[0]!, NIGHTS), (plan) => ({ ...plan, outcome: 'failed' }))],
      begins: slots[0]!,
      expectedAlerts: expectedAlertsOf(scene, slots.slice(0, NIGHTS)),
      heals: slots[NIGHTS]!,
      to: scene.settledAfter(slots[NIGHTS]!),
    };
  },
};

function expectedAlertsOf(scene: Scene, failing: readonly Instant[]): ExpectedAlert[] {
  const [first, last] = [failing[0]!, failing.at(-1)!];
  // Runs that follow each other closely are one incident.
  if (scene.interval < HOUR) return [failedRun(scene, first)];
  const silence = silenceOf(scene.pipeline)?.maxSilenceSeconds;
  if (silence === undefined) return failing.map((slot) => failedRun(scene, slot));
  const again = Array.from({ length: Math.ceil((last - first) / (silence * SECOND)) - 1 }, (_, index): Instant => first + (index + 1) * silence * SECOND);
  return [failedRun(scene, first), ...again.map((knowableAt): ExpectedAlert => ({ knowableAt, withinSeconds: silence, repeats: true, isMetBy: ({ at }) => at >= knowableAt }))];
}

const PAIRS = 3;
/** At once, at the due time, at the deadline, and the two recoveries. */
const MESSAGES_EACH = 5;

/** Every other run fails. */
export const flapping: FaultDefinition = {
  id: 'flapping',
  title: 'Every other run fails',
  what: `Of ${2 * PAIRS} runs every other one fails. People may be notified of each failure at once, at its due time, at its deadline and at its recovery, but no more often.`,
  expects: 'detected',
  play: (scene) => {
    const slots = scene.slots(2 * PAIRS + 1);
    const failing = slots.slice(0, 2 * PAIRS).filter((_slot, index) => index % 2 === 0);
    return {
      conditions: failing.map((slot) => onRuns(scene.first, scene.around(slot), (plan) => ({ ...plan, outcome: 'failed' }))),
      begins: slots[0]!,
      expectedAlerts: [failedRun(scene, slots[0]!)],
      heals: slots[2 * PAIRS - 1]!,
      to: scene.settledAfter(slots[2 * PAIRS]!),
      mostMessages: MESSAGES_EACH * PAIRS,
    };
  },
};

const DAYS = 14;
/** The rate limit on messages about one pipeline in 24 hours. */
const RATE_LIMIT_PER_DAY = 10;
/** Most messages in two weeks, on both topics. */
const DIGESTS = 4;

/** Nobody reacts: a message that was overlooked must not be the last one. */
export const brokenForTwoWeeks: FaultDefinition = {
  id: 'brokenForTwoWeeks',
  title: 'Nobody repairs it for two weeks',
  what: `The pipeline is not started any more, and nobody reacts for ${DAYS} days. People must be notified again every day, and at most ${RATE_LIMIT_PER_DAY} times a day.`,
  expects: 'detected',
  needs: ['notifier', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const { from, alert } = scene.unseen(slot!);
    const days = Array.from({ length: DAYS - 1 }, (_, index) => alert.knowableAt + (index + 1) * DAY);
    return {
      conditions: [onSchedules(scene, { from, to: Infinity }, { kind: 'none' }, 'deleted')],
      begins: slot!,
      expectedAlerts: [alert, ...days.map((day) => ({ knowableAt: day, withinSeconds: DAY / 1000, repeats: true, isMetBy: ({ at }: DeliveredMessage) => at >= day }))],
      to: alert.knowableAt + DAYS * DAY,
      mostMessages: DAYS * RATE_LIMIT_PER_DAY + DIGESTS,
    };
  },
};

/** Missing runs after the first one that people were notified of. */
const MORE = 2;

/** Several runs in a row are missing. An alarm that stays in ALARM does not report the second and the third. */
export const missesThreeRuns: FaultDefinition = {
  id: 'missesThreeRuns',
  title: 'Three runs in a row are missing',
  what: 'Three runs in a row are missing; for a weekly job that takes weeks. People must be notified of each, although an alarm that stays in ALARM reports only the first.',
  expects: 'detected',
  needs: ['notifier', 'dueTimes'],
  play: (scene) => {
    const first = timesOf(scene.pipeline)!.failuresToAlarm;
    const slots = scene.slots(first + MORE + 1);
    const after = slots.at(-1)!;
    const more = scene.interval < HOUR ? [] : slots.slice(first, -1);
    return {
      conditions: [onSchedules(scene, { from: scene.around(slots[0]!).from, to: scene.around(after).from }, { kind: 'none' }, 'disabled')],
      begins: slots[0]!,
      expectedAlerts: [scene.unseen(slots[0]!).alert, ...more.map((slot) => scene.missedAgainAt(slot))],
      heals: after,
      to: scene.settledAfter(after),
    };
  },
};

/** The upstream pipeline recovers this long before the next run of the pipeline that depends on it. */
const REPAIRED_BEFORE = 30 * MINUTE;

/** A pipeline fails because its upstream pipeline is broken: one cause, one message. */
export const upstreamBroken: FaultDefinition = {
  id: 'upstreamBroken',
  title: 'An upstream pipeline is broken',
  what: 'An upstream pipeline does not run, so this pipeline\'s own run fails. People must be notified of the cause. This pipeline\'s own alert is suppressed while the upstream incident is open.',
  expects: 'detected',
  needs: ['upstream', 'expectation'],
  play: (scene) => {
    const upstream = upstreamOf(scene);
    const above = new Scene({ account: scene.account, pipeline: upstream, from: scene.from, ready: scene.ready, settings: scene.settings, all: scene.all });
    const [cause] = above.slots(1);
    const unseen = above.unseen(cause!);
    const detectedBy = unseen.alert.knowableAt + unseen.alert.withinSeconds * 1000;
    // Its first run after the message about the cause fails. The next run succeeds, and so does the upstream pipeline.
    const [slot, next] = scene.slots(2, detectedBy + MINUTE);
    const [after] = above.slots(1, Math.max(unseen.to, next! - REPAIRED_BEFORE - above.interval));
    return {
      conditions: [
        onSchedules(above, { from: unseen.from, to: above.around(after!).from }, { kind: 'none' }, 'disabled'),
        onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'failed' })),
      ],
      begins: cause!,
      expectedAlerts: [{ ...unseen.alert, isMetBy: isAbout(scene.account, upstream) }],
      severity: 'warning',
      heals: after!,
      to: above.settledAfter(after!),
      unwanted: (message) => message.at < after! && isAbout(scene.account, scene.pipeline)(message),
    };
  },
};

function upstreamOf({ pipeline, all }: Scene): PipelineModel {
  const names = pipeline.observed!.profile!.profile.upstreamPipelines;
  return all.find(({ observed }) => observed?.checker === pipeline.observed?.checker && names.includes(observed?.pipeline ?? ''))!;
}

/** Time before the first run that times out, so that the newest points are good. */
const BUSY_BEFORE = HOUR;
const LASTS = 3 * HOUR;
/** One run begins each minute, and one in this many is long. */
const ONE_OF = 10;

/** Long runs of a function fail after shorter runs that began later have already succeeded. */
export const busyFunctionTimesOut: FaultDefinition = {
  id: 'busyFunctionTimesOut',
  title: 'A busy function\'s longest runs time out',
  what: `A caller invokes a function every minute and waits for its answer. One run in ${ONE_OF} exceeds the timeout. Its data points carry the time of its start and appear after its end, when newer points are already good.`,
  expects: 'detected',
  needs: ['countedFunction'],
  play: (scene) => {
    const stage = longestFunction(scene.pipeline)!;
    const timeout = 1000 * stage.resource.timeoutSeconds!;
    const from = Math.ceil(scene.ready / MINUTE) * MINUTE;
    const begins = from + BUSY_BEFORE;
    const heals = begins + LASTS;
    const isLong = (start: Instant): boolean => start >= begins && start < heals && ((start - begins) / MINUTE) % ONE_OF === 0;
    const [after] = scene.slots(1, heals);
    return {
      conditions: [
        { from, to: heals, sparesWatchers: true, calls: { functionArn: stage.resource.arn, everyMillis: MINUTE } },
        {
          from: begins, to: heals, sparesWatchers: true,
          run: (plan) => (isOwnRun(stage, plan) && plan.slot === undefined && isLong(plan.start) ? { ...plan, durationMillis: 2 * timeout } : plan),
        },
      ],
      begins,
      expectedAlerts: [scene.seenAt(begins + timeout)],
      heals,
      to: scene.settledAfter(after!),
    };
  },
};

/** One stage stops running, and the other stages are not affected. */
export const stageDiesSilently: FaultDefinition = {
  id: 'stageDiesSilently',
  title: 'One stage stops silently while the others run',
  what: 'Nothing starts the last stage any more, while the stages before it run as usual.',
  expects: 'detected',
  needs: ['laterStage', 'expectation'],
  play: (scene) => {
    const stage = scene.pipeline.stages.at(-1)!;
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!, stage);
    const [after] = scene.slots(1, unseen.to);
    return {
      // To its callers the start looks accepted, but nothing is started and no metric changes.
      conditions: [onRuns(stage, unseen, (plan) => ({ ...plan, vanishes: true }))],
      begins: slot!,
      expectedAlerts: [unseen.alert],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};
