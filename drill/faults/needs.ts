import { parseSchedule } from '../../core/schedule/parse';
import { zoneOf } from '../../core/schedule/zone';
import { DAY, HOUR, Instant } from '../../core/time';
import type { Account } from '../../template/model';
import {
  expectationOf, longestFunction, neighbourOf, PipelineModel, silenceOf, stepsOf, timesOf,
} from '../../template/pipeline';
import type { Outcome } from '../result';
import { keysOf, ownAlarms, ownTopics, webHooksOf } from './own-topics';

/** The zone whose clocks decide when a pipeline runs. */
export function zoneNameOf(pipeline: PipelineModel): string {
  return timesOf(pipeline)?.timeZone ?? pipeline.schedules[0].timeZone;
}

/** When the clocks of a pipeline's zone are next put forward or back; undefined when they are not within a year. */
export function nextClockChange(pipeline: PipelineModel, after: Instant, forward: boolean): Instant | undefined {
  const zone = zoneOf(zoneNameOf(pipeline), (problem) => new Error(problem));
  for (let day = after; day < after + 366 * DAY; day += DAY) {
    const change = zone.offsetAt(day + DAY) - zone.offsetAt(day);
    if (change === 0 || change > 0 !== forward) continue;
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
 * All that faults need of pipelines. Whether a fault is played against a kind of pipeline (one that a schedule starts, one
 * that something else starts, one without an expectation, one without this library) follows from the needs that the fault
 * names, and from nothing else.
 */
const NEEDS = {
  // What starts it.
  schedule: ({ externalTrigger }) => (externalTrigger ? cannot('No schedule of the templates starts it.') : undefined),
  retriedTrigger: ({ schedules }) => (schedules.some(({ retryAttempts }) => retryAttempts === 0) ? cannot('Its schedule does not try again, so the run is lost.') : undefined),
  otherTrigger: ({ externalTrigger }) => (externalTrigger ? undefined : cannot('A schedule of the templates starts it, and the breakdowns of that are faults of their own.')),
  rate: ({ schedules }) => {
    if (!schedules.every(({ expression }) => expression.startsWith('rate('))) return cannot('It is not started by a rate.');
    return schedules.some(({ start }) => start !== undefined) ? cannot('The start date of its schedule decides when it runs, whenever the schedule is made.') : undefined;
  },
  // What its owner expects.
  expectation,
  dueTimes: (pipeline) => {
    const { observed, externalTrigger } = pipeline;
    if (observed?.nothingExpected !== undefined) return expectation(pipeline);
    if (observed === undefined) return externalTrigger ? cannot('Nothing says when its runs are due.') : undefined;
    return timesOf(pipeline) === undefined ? cannot('Nothing says when its runs are due, only how long it may be silent.') : undefined;
  },
  silence: (pipeline) => (silenceOf(pipeline) === undefined ? cannot('Its expectation is no maximum silence.') : undefined),
  everyBadRun: (pipeline) => {
    const count = expectationOf(pipeline)?.failuresToAlarm ?? 1;
    return count > 1 ? unwatched(`Its owner wants to be notified of ${count} bad runs in a row only, and a run that comes late ends the row.`) : undefined;
  },
  excludedDates: (pipeline) => ((timesOf(pipeline)?.excludeDates ?? []).length === 0 ? cannot('Its expectation excludes no dates.') : undefined),
  clockChange: (pipeline) => (nextClockChange(pipeline, Date.UTC(2026, 0, 1), true) === undefined ? cannot(`The clocks of its zone, ${zoneNameOf(pipeline)}, never change.`) : undefined),
  frequentRuns: (pipeline) => (runsOften(pipeline) ? undefined : cannot('It runs too rarely for that: a run that fails is a fault of its own.')),
  // What it runs.
  stateMachine: ({ stages: [{ kind }] }) => (kind === 'function' ? cannot('A run of a Lambda function cannot be aborted.') : undefined),
  machine: ({ stages }) => (stages.every(({ kind }) => kind === 'function') ? cannot('No stage of it is a state machine.') : undefined),
  countedFunction: (pipeline) => {
    const stage = longestFunction(pipeline);
    if (stage === undefined) return cannot('No stage of it is a function.');
    return (stage.contract?.retryWithinSeconds ?? 0) === 0 ? undefined : unwatched('Its owner wants no message about a single attempt that fails (FailureCounting.AFTER_RETRIES).');
  },
  bestEffortMetrics: ({ stages: [{ kind }] }) => (kind === 'function' ? cannot('The metrics of Lambda functions are not best effort, and their only record.') : undefined),
  timeout: ({ stages: [{ resource }] }) => (resource.timeoutSeconds === undefined ? cannot('Its state machine has no timeout.') : undefined),
  knownLimit: ({ stages: [{ resource, contract }] }) => (
    resource.timeoutSeconds === undefined && contract === undefined ? unplayed('Nothing says how long a run may take.') : undefined
  ),
  endOfHangingRun: (pipeline) => (pipeline.stages[0].resource.timeoutSeconds === undefined ? expectation(pipeline) : undefined),
  retries: ({ stages: [{ kind, resource, contract }] }) => {
    if (kind === 'stateMachine') return undefined;
    if ('asyncRetries' in resource && resource.asyncRetries === 0) return cannot('It is not retried.');
    if (contract === undefined) return unplayed('Nothing says whether its owner wants to be notified of every attempt that fails.');
    return contract.retryWithinSeconds === 0 ? cannot('Its owner wants to be notified of every attempt that fails (FailureCounting.EVERY_ATTEMPT), so this is a run that fails.') : undefined;
  },
  laterStage: ({ stages }) => (stages.length < 2 || stepsOf(stages).has(stages.at(-1)!.resource.arn) ? cannot('It has only one stage of its own.') : undefined),
  upstream: ({ observed }) => ((observed?.profile?.profile.upstreamPipelines ?? []).length === 0 ? cannot('It depends on no other pipeline.') : undefined),
  functions: ({ stages, observed }) => (observed === undefined && stages.every(({ resource }) => 'functionArns' in resource && resource.functionArns.length === 0) ? cannot('It runs no function.') : undefined),
  // Who watches it.
  checker: ({ observed }) => {
    if (observed === undefined) return cannot('No checker of this library watches it.');
    return observed.contract === undefined ? cannot('No checker watches it, since its owner expects no runs.') : undefined;
  },
  notifier: ({ observed }) => ((observed?.notifiers ?? []).length === 0 ? cannot('No notifier of this library makes messages of its alarms.') : undefined),
  topic: (pipeline, account) => {
    if (ownTopics(account, pipeline).length > 0) return undefined;
    return notifies(account, pipeline) ? unplayed('Its alarms notify topics that are not in the templates.') : cannot('No alarm on what it runs notifies anybody.');
  },
  alarms: (pipeline, account) => (notifies(account, pipeline) ? undefined : cannot('No alarm on what it runs notifies anybody.')),
  neighbour: (pipeline, _account, all) => (neighbourOf(pipeline, all) === undefined ? cannot('Its observatory has no other pipeline.') : undefined),
  webHook: (pipeline, account) => (webHooksOf(account, pipeline).length === 0 ? cannot('Nothing is subscribed to its topics by HTTP or HTTPS.') : undefined),
  key: (pipeline, account) => (keysOf(account, pipeline).size === 0 ? cannot('None of its topics is encrypted with a key of the app, nor is the table of incidents.') : undefined),
} as const satisfies Readonly<Record<string, Need>>;

/** What a fault may need of a pipeline, by name. */
export type NeedId = keyof typeof NEEDS;

/** The first need that a pipeline does not meet, as the reason why a fault is not played; undefined when it meets all. */
export function excludedBy(needs: readonly NeedId[], pipeline: PipelineModel, account: Account, all: readonly PipelineModel[]): Exclusion | undefined {
  if (neverRuns(pipeline)) return cannot('Its trigger is disabled in the templates and its owner expects no runs, so nothing of it runs.');
  for (const need of needs) {
    const exclusion = (NEEDS[need] as Need)(pipeline, account, all);
    if (exclusion !== undefined) return exclusion;
  }
  return undefined;
}

/** Whether nothing starts a pipeline, and its owner knows: its trigger is disabled in this environment on purpose. */
function neverRuns({ observed, schedules }: PipelineModel): boolean {
  return observed?.nothingExpected !== undefined && schedules.every(({ enabled }) => !enabled);
}

/** Whether a pipeline runs every hour or more often. */
function runsOften({ schedules: [{ expression, timeZone, start }] }: PipelineModel): boolean {
  const from = start ?? Date.UTC(2026, 0, 1);
  return (parseSchedule(expression, { timeZone, anchor: from }).shortestInterval(from, 50) ?? Infinity) <= HOUR;
}

/** Whether any alarm on what a pipeline runs does anything when it speaks. */
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
