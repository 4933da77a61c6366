import { parseSchedule } from '../../core/schedule/parse';
import { zoneOf } from '../../core/schedule/zone';
import { DAY, HOUR, Instant } from '../../core/time';
import type { Account } from '../../template/model';
import {
  expectationOf, longestFunction, neighbourOf, PipelineModel, silenceOf, stepsOf, timesOf,
} from '../../template/pipeline';
import type { Outcome } from '../result';
import { keysOf, ownAlarms, ownTopics, webHooksOf } from './own-topics';

/** The time zone whose clocks decide when a pipeline runs. */
export function zoneNameOf(pipeline: PipelineModel): string {
  return timesOf(pipeline)?.timeZone ?? pipeline.schedules[0].timeZone;
}

/** When the clocks of a pipeline's zone next go forward or back; undefined when they do not within a year. */
export function nextClockChange(pipeline: PipelineModel, after: Instant, direction: 'forward' | 'back'): Instant | undefined {
  const zone = zoneOf(zoneNameOf(pipeline), (problem) => new Error(problem));
  for (let day = after; day < after + 366 * DAY; day += DAY) {
    const change = zone.offsetAt(day + DAY) - zone.offsetAt(day);
    if (change === 0 || change > 0 !== (direction === 'forward')) continue;
    let hour = day;
    while (zone.offsetAt(hour + HOUR) === zone.offsetAt(day)) hour += HOUR;
    return hour + HOUR;
  }
  return undefined;
}

/** Why a fault is not played against a pipeline. */
export interface Exclusion {
  readonly outcome: Extract<Outcome, 'notApplicable' | 'notWatched' | 'notPlayed'>;
  /** One sentence. */
  readonly reason: string;
}

/** Something that a fault needs a pipeline to have, or to be. */
type Need = (pipeline: PipelineModel, account: Account, all: readonly PipelineModel[]) => Exclusion | undefined;

const expectation = ({ observed }: PipelineModel): Exclusion | undefined => (
  observed?.nothingExpected === undefined ? undefined : unwatched(`Its owner expects no runs: RunExpectation.unscheduled('${observed.nothingExpected}').`)
);

/**
 * All needs of all faults. Whether a fault is played against a kind of pipeline (with a schedule, with another trigger, without
 * an expectation, without this library) follows only from the needs that the fault names.
 */
const NEEDS = {
  // Needs about the trigger.
  schedule: ({ externalTrigger }) => (externalTrigger ? cannot('No schedule in the templates starts it.') : undefined),
  retriedTrigger: ({ schedules }) => (schedules.some(({ retryAttempts }) => retryAttempts === 0) ? cannot('Its schedule does not retry, so the run is lost.') : undefined),
  otherTrigger: ({ externalTrigger }) => (externalTrigger ? undefined : cannot('A schedule in the templates starts it, and breakdowns of a schedule are faults of their own.')),
  rate: ({ schedules }) => {
    if (!schedules.every(({ expression }) => expression.startsWith('rate('))) return cannot('No rate starts it.');
    return schedules.some(({ start }) => start !== undefined) ? cannot('The start date of its schedule decides when it runs, whenever the schedule is created.') : undefined;
  },
  // Needs about the expectation.
  expectation,
  dueTimes: (pipeline) => {
    const { observed, externalTrigger } = pipeline;
    if (observed?.nothingExpected !== undefined) return expectation(pipeline);
    if (observed === undefined) return externalTrigger ? cannot('It has no due times.') : undefined;
    return timesOf(pipeline) === undefined ? cannot('It has no due times, only a maximum silence.') : undefined;
  },
  silence: (pipeline) => (silenceOf(pipeline) === undefined ? cannot('Its expectation is not a maximum silence.') : undefined),
  everyBadRun: (pipeline) => {
    const count = expectationOf(pipeline)?.failuresToAlarm ?? 1;
    return count > 1 ? unwatched(`Its owner wants to be notified only of ${count} bad runs in a row, and a late run ends the row.`) : undefined;
  },
  excludedDates: (pipeline) => ((timesOf(pipeline)?.excludeDates ?? []).length === 0 ? cannot('Its expectation excludes no dates.') : undefined),
  clockChange: (pipeline) => (nextClockChange(pipeline, Date.UTC(2026, 0, 1), 'forward') === undefined ? cannot(`The clocks of its zone, ${zoneNameOf(pipeline)}, never change.`) : undefined),
  frequentRuns: (pipeline) => (runsOften(pipeline) ? undefined : cannot('It runs too rarely for that; a failed run is a fault of its own.')),
  // Needs about the stages.
  stateMachine: ({ stages: [{ kind }] }) => (kind === 'function' ? cannot('A run of a Lambda function cannot be aborted.') : undefined),
  machine: ({ stages }) => (stages.every(({ kind }) => kind === 'function') ? cannot('None of its stages is a state machine.') : undefined),
  countedFunction: (pipeline) => {
    const stage = longestFunction(pipeline);
    if (stage === undefined) return cannot('None of its stages is a function.');
    return (stage.contract?.retryWithinSeconds ?? 0) === 0 ? undefined : unwatched('Its owner does not want a message about a single failed attempt (FailureCounting.AFTER_RETRIES).');
  },
  bestEffortMetrics: ({ stages: [{ kind }] }) => (kind === 'function' ? cannot('Lambda metrics are not best effort, and they are the only record of a function\'s runs.') : undefined),
  timeout: ({ stages: [{ resource }] }) => (resource.timeoutSeconds === undefined ? cannot('Its state machine has no timeout.') : undefined),
  knownLimit: ({ stages: [{ resource, contract }] }) => (
    resource.timeoutSeconds === undefined && contract === undefined ? unplayed('No limit is set for how long a run may take.') : undefined
  ),
  endOfHangingRun: (pipeline) => (pipeline.stages[0].resource.timeoutSeconds === undefined ? expectation(pipeline) : undefined),
  retries: ({ stages: [{ kind, resource, contract }] }) => {
    if (kind === 'stateMachine') return undefined;
    if ('asyncRetries' in resource && resource.asyncRetries === 0) return cannot('Its runs are not retried.');
    if (contract === undefined) return unplayed('Nothing says whether its owner wants to be notified of every failed attempt.');
    return contract.retryWithinSeconds === 0 ? cannot('Its owner wants to be notified of every failed attempt (FailureCounting.EVERY_ATTEMPT), so this counts as a failed run.') : undefined;
  },
  laterStage: ({ stages }) => (stages.length < 2 || stepsOf(stages).has(stages.at(-1)!.resource.arn) ? cannot('It has only one stage of its own.') : undefined),
  upstream: ({ observed }) => ((observed?.profile?.profile.upstreamPipelines ?? []).length === 0 ? cannot('It depends on no other pipeline.') : undefined),
  functions: ({ stages, observed }) => (observed === undefined && stages.every(({ resource }) => 'functionArns' in resource && resource.functionArns.length === 0) ? cannot('It runs no function.') : undefined),
  // Needs about what watches it.
  checker: ({ observed }) => {
    if (observed === undefined) return cannot('No checker of this library watches it.');
    return observed.contract === undefined ? cannot('No checker watches it, because its owner expects no runs.') : undefined;
  },
  notifier: ({ observed }) => ((observed?.notifiers ?? []).length === 0 ? cannot('No notifier of this library sends messages about its alarms.') : undefined),
  topic: (pipeline, account) => {
    if (ownTopics(account, pipeline).length > 0) return undefined;
    return notifies(account, pipeline) ? unplayed('Its alarms notify topics that are not in the templates.') : cannot('No alarm on its stages notifies anyone.');
  },
  alarms: (pipeline, account) => (notifies(account, pipeline) ? undefined : cannot('No alarm on its stages notifies anyone.')),
  neighbour: (pipeline, _account, all) => (neighbourOf(pipeline, all) === undefined ? cannot('Its observatory has no other pipeline.') : undefined),
  webHook: (pipeline, account) => (webHooksOf(account, pipeline).length === 0 ? cannot('Its topics have no HTTP or HTTPS subscription.') : undefined),
  key: (pipeline, account) => (keysOf(account, pipeline).size === 0 ? cannot('Neither its topics nor its incident table are encrypted with a key of the app.') : undefined),
} as const satisfies Readonly<Record<string, Need>>;

/** What a fault may need of a pipeline, by name. */
export type NeedId = keyof typeof NEEDS;

/** The first need that a pipeline does not meet, as the reason why a fault is not played; undefined when it meets all. */
export function excludedBy(needs: readonly NeedId[], pipeline: PipelineModel, account: Account, all: readonly PipelineModel[]): Exclusion | undefined {
  if (neverRuns(pipeline)) return cannot('Its trigger is disabled in the templates and its owner expects no runs, so it never runs.');
  for (const need of needs) {
    const exclusion = (NEEDS[need] as Need)(pipeline, account, all);
    if (exclusion !== undefined) return exclusion;
  }
  return undefined;
}

/** Whether nothing starts a pipeline on purpose: its trigger is disabled in this environment, and its owner expects no runs. */
function neverRuns({ observed, schedules }: PipelineModel): boolean {
  return observed?.nothingExpected !== undefined && schedules.every(({ enabled }) => !enabled);
}

/** Whether a pipeline runs every hour or more often. */
function runsOften({ schedules: [{ expression, timeZone, start }] }: PipelineModel): boolean {
  const from = start ?? Date.UTC(2026, 0, 1);
  return (parseSchedule(expression, { timeZone, anchor: from }).shortestInterval(from, 50) ?? Infinity) <= HOUR;
}

/** Whether any alarm on a pipeline's stages has an action. */
function notifies(account: Account, pipeline: PipelineModel): boolean {
  return ownAlarms(account, pipeline).some(({ actions }) => actions.alarm.length > 0);
}

function cannot(reason: string): Exclusion {
  return { outcome: 'notApplicable', reason };
}

function unwatched(reason: string): Exclusion {
  return { outcome: 'notWatched', reason };
}

function unplayed(reason: string): Exclusion {
  return { outcome: 'notPlayed', reason };
}
