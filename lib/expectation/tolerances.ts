import { Duration, Token } from 'aws-cdk-lib/core';
import { describeDaily, describeSilence, describeSlots } from '../../core/contract/describe';
import { describeSchedule } from '../../core/schedule/describe';
import { parseSchedule } from '../../core/schedule/parse';
import { SECONDS_PER } from '../../core/time';
import { secondsOf } from '../seconds-of';
import type { PipelineStage } from '../stages/pipeline-stage';
import type { StageContext } from '../stages/stage-kind';
import type { ExpectationSpec } from './run-expectation-options';

const { minute: MINUTE, day: DAY } = SECONDS_PER;

/** The default tolerances, in seconds, each with its reason. */
const DEFAULTS = {
  /** EventBridge fires within a minute. The rest allows for a queue, a cold start and a retry of the invocation. */
  startWithin: 15 * MINUTE,
  /** Clocks differ, so EventBridge may fire in the minute before. Metrics are stamped with whole minutes. */
  startEarlyBy: MINUTE,
  /** The phase of a rate is read from past runs, whose start times vary. */
  startEarlyByOfRate: 5 * MINUTE,
  /** A run that takes longer than a day needs a declared limit. */
  longestUndeclared: DAY,
} as const;

/** Slots are compared from a fixed day on, so that the template does not depend on the day of the synthesis. */
const REFERENCE = Date.UTC(2024, 0, 1);

/** All tolerances of one stage, in seconds, as its contract has them. */
interface StageTolerances {
  readonly startWithinSeconds?: number;
  readonly maxDurationSeconds: number;
  readonly maxDurationDeclared: boolean;
  readonly publicationDelaySeconds: number;
  readonly retryWithinSeconds: number;
}

/** What an expectation means for the stages of a pipeline. There is one object per pipeline, since it takes time to examine a year of slots. */
export class Tolerances {
  /** The shortest time between two slots, in seconds; undefined when there are no slots or the schedule is a token. */
  public readonly interval?: number;

  public constructor(public readonly spec: ExpectationSpec) {
    this.interval = shortestInterval(spec);
  }

  public get startWithinSeconds(): number | undefined {
    const { startWithin } = this.spec.options;
    if (startWithin !== undefined) return secondsOf('startWithin', startWithin);
    if (this.spec.finishBy !== undefined || this.spec.kind !== 'slots') return undefined;
    return Math.min(DEFAULTS.startWithin, Math.floor((this.interval ?? Infinity) / 2), finishWithinSeconds(this.spec) ?? Infinity);
  }

  public get startEarlyBySeconds(): number {
    const { startEarlyBy } = this.spec.options;
    if (startEarlyBy !== undefined) return secondsOf('startEarlyBy', startEarlyBy);
    const usual = this.spec.expression?.startsWith('rate') ? DEFAULTS.startEarlyByOfRate : DEFAULTS.startEarlyBy;
    // Metrics carry whole minutes: within a part of one, two neighbouring runs would look the same.
    const quarter = Math.floor((this.interval ?? Infinity) / 4 / MINUTE) * MINUTE;
    return Math.min(usual, quarter);
  }

  /** The tolerances of a stage. @param earlier the stages that run before it */
  public ofStage(stage: PipelineStage, earlier: readonly PipelineStage[]): StageTolerances {
    const { maxDuration, declared } = this.maxDuration(stage);
    return {
      startWithinSeconds: this.startWithin(stage, earlier),
      maxDurationSeconds: maxDuration,
      maxDurationDeclared: declared,
      publicationDelaySeconds: secondsOf('publicationDelay', stage._options.publicationDelay ?? stage._kind.publicationDelay),
      retryWithinSeconds: secondsOf('retryWithin', stage._kind.retryWithin?.() ?? Duration.seconds(0)),
    };
  }

  public contextOf(stage: PipelineStage): StageContext {
    const { maxDuration, declared } = this.maxDuration(stage);
    return { maxDuration: Duration.seconds(maxDuration), maxDurationDeclared: declared };
  }

  private startWithin(stage: PipelineStage, earlier: readonly PipelineStage[]): number | undefined {
    if (stage._options.startWithin !== undefined) return secondsOf('startWithin', stage._options.startWithin);
    const first = this.startWithinSeconds;
    if (first === undefined || earlier.length === 0) return first;
    // A later stage waits for the stages before it, which may take as long as the pipeline may.
    const { maxDuration } = this.spec.options;
    const wait = maxDuration === undefined
      ? earlier.reduce((sum, before) => sum + this.maxDuration(before).maxDuration, 0)
      : secondsOf('maxDuration', maxDuration);
    return Math.max(first, Math.min(first + wait, this.interval ?? Infinity));
  }

  private maxDuration({ _kind, _options }: PipelineStage): { maxDuration: number; declared: boolean } {
    const declared = _options.maxDuration
      ?? (_kind.ownLimitOnly ? _kind.timeout() ?? _kind.serviceLimit : this.spec.options.maxDuration ?? _kind.timeout());
    if (declared !== undefined) return { maxDuration: Math.max(1, secondsOf('maxDuration', declared)), declared: true };
    const undeclared = Math.min(this.interval ?? Infinity, DEFAULTS.longestUndeclared);
    const ofSteps = _kind.limitOfSteps?.()?.toSeconds() ?? Infinity;
    return ofSteps < undeclared ? { maxDuration: Math.max(1, ofSteps), declared: true } : { maxDuration: undeclared, declared: false };
  }
}

/** The time after its slot within which a run must have succeeded, in seconds; undefined without a deadline. */
export function finishWithinSeconds({ options: { finishWithin }, finishBy, notBefore = '00:00' }: ExpectationSpec): number | undefined {
  if (finishWithin !== undefined) return secondsOf('finishWithin', finishWithin);
  if (finishBy === undefined) return undefined;
  const [from, by] = [notBefore, finishBy].map((time) => Date.parse(`1970-01-01T${time}:00Z`) / 1000);
  return by! > from! ? by! - from! : by! - from! + DAY;
}

function shortestInterval({ expression, timeZone }: ExpectationSpec): number | undefined {
  if (expression === undefined || Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return undefined;
  const interval = parseSchedule(expression, { timeZone }).shortestInterval(REFERENCE);
  return interval === undefined ? undefined : interval / 1000;
}

/** An expectation as a phrase, for alarm descriptions and the dashboard. It may contain tokens. */
export function describeExpectation(spec: ExpectationSpec): string {
  switch (spec.kind) {
    case 'none':
      return `nothing (${spec.reason})`;
    case 'silence':
      return describeSilence(spec.maxSilence!.toHumanString());
    case 'slots':
      return spec.finishBy === undefined
        ? describeSlots(scheduleText(spec), spec.options.finishWithin?.toHumanString())
        : describeDaily(spec.finishBy, spec.timeZone!, spec.notBefore);
  }
}

function scheduleText({ expression, timeZone }: ExpectationSpec): string {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return `${expression} ${timeZone}`;
  return describeSchedule(parseSchedule(expression!, { timeZone }));
}
