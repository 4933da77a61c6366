import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import type { IScheduleRef, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { type Duration, Token } from 'aws-cdk-lib/core';
import { parseSchedule } from '../../core/schedule/parse';
import type { Dialect } from '../../core/schedule/rate';
import {
  brand, DURATION, LOCAL_TIME, requireArgument, required, requireOptions, RULE, SCHEDULE, SCHEDULE_EXPRESSION, TEXT, TIME_ZONE,
} from '../argument-shapes';
import { secondsOf } from '../seconds-of';
import { LocalTime } from './local-time';
import { readRule, readSchedule, TriggerTimes, zoneName } from './read-trigger';
import {
  AT_LEAST_EVERY, AT_TIMES, type AtLeastEveryOptions, type AtTimesOptions, DAILY_BY, type DailyByOptions, type ExpectationSpec,
  type RunExpectationOptions, type Trigger, TRIGGER_EXPECTATION, type TriggerExpectationOptions, UNSCHEDULED, type UnscheduledOptions,
} from './run-expectation-options';

const MIDNIGHT = '00:00';

/**
 * When runs of a pipeline are due, with tolerances. The checker compares it with the metrics and executions that AWS records.
 *
 * Schedules use EventBridge Scheduler's syntax with its daylight-saving rules
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html): a local time that does not exist is
 * no slot, and a repeated one is one slot.
 *
 * @example
 * const nightly = scheduler.ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK });
 * RunExpectation.atTimes(nightly, { startWithin: Duration.minutes(15), maxDuration: Duration.hours(2) });
 */
export class RunExpectation {
  /**
   * Runs are due at the times of an expression: `cron(…)`, `rate(…)` or `at(…)`, in the syntax of EventBridge Scheduler.
   * @throws when the expression is malformed or can never fire
   *
   * @example
   * RunExpectation.atTimes(scheduler.ScheduleExpression.rate(Duration.hours(1)), { startWithin: Duration.minutes(10) });
   */
  public static atTimes(schedule: ScheduleExpression, options: AtTimesOptions = {}): RunExpectation {
    requireArgument('RunExpectation.atTimes', 'the schedule', schedule, required(SCHEDULE_EXPRESSION));
    requireOptions('RunExpectation.atTimes', options, AT_TIMES);
    const { expressionString: expression, timeZone } = schedule;
    requireArgument('RunExpectation.atTimes', 'the time zone', timeZone, TIME_ZONE);
    if (options.anchor !== undefined && !Token.isUnresolved(expression) && !expression.startsWith('rate')) {
      throw new Error(`RunExpectation.atTimes: ${expression} is due by the clock, but an anchor is for a rate; leave anchor out`);
    }
    if (Token.isUnresolved(options.anchor)) {
      throw new Error('RunExpectation.atTimes: anchor must be known at synth, since due times are counted from it; pass a text that is not a token, or leave anchor out');
    }
    return RunExpectation.slots('RunExpectation.atTimes', {
      expression, timeZone: timeZone?.timezoneName, anchor: options.anchor, namedTrigger: options.trigger, options,
    });
  }

  /**
   * Runs are due at the times of the EventBridge Scheduler schedule that starts the pipeline, with its time zone, flexible window
   * and start. The schedule is watched too. It may be an L2 or an L1 construct.
   * @throws when the schedule is imported, since its expression cannot be read
   *
   * @example
   * declare const nightly: scheduler.ISchedule;
   * RunExpectation.fromSchedule(nightly, { startWithin: Duration.minutes(15), onlyWhereEnabled: true });
   */
  public static fromSchedule(schedule: IScheduleRef, options: TriggerExpectationOptions = {}): RunExpectation {
    requireArgument('RunExpectation.fromSchedule', 'the schedule', schedule, required(SCHEDULE));
    requireOptions('RunExpectation.fromSchedule', options, TRIGGER_EXPECTATION);
    return RunExpectation.fromTrigger('RunExpectation.fromSchedule', { schedule }, readSchedule(schedule), options);
  }

  /**
   * Runs are due at the times of the EventBridge rule that starts the pipeline, in UTC. The rule is watched too. It may be an
   * L2 or an L1 construct. Rules have a stricter syntax than EventBridge Scheduler
   * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html): `rate(5 minute)`, five cron
   * fields and `at(…)` are errors, since EventBridge would reject them at deployment.
   * @throws when the rule is imported or has no schedule, or EventBridge would not accept its expression
   *
   * @example
   * const everyHour = new events.Rule(this, 'EveryHour', { schedule: events.Schedule.rate(Duration.hours(1)) });
   * RunExpectation.fromRule(everyHour, { startWithin: Duration.minutes(15) });
   */
  public static fromRule(rule: IRuleRef, options: TriggerExpectationOptions = {}): RunExpectation {
    requireArgument('RunExpectation.fromRule', 'the rule', rule, required(RULE));
    requireOptions('RunExpectation.fromRule', options, TRIGGER_EXPECTATION);
    return RunExpectation.fromTrigger('RunExpectation.fromRule', { rule }, readRule(rule), options);
  }

  /**
   * At least one run must succeed in any window of this length.
   * @throws when the length is less than a minute
   */
  public static atLeastEvery(maxSilence: Duration, options: AtLeastEveryOptions = {}): RunExpectation {
    requireArgument('RunExpectation.atLeastEvery', 'the silence', maxSilence, required(DURATION));
    requireOptions('RunExpectation.atLeastEvery', options, AT_LEAST_EVERY);
    if (secondsOf('RunExpectation.atLeastEvery: the silence', maxSilence) < 60) {
      throw new Error(`RunExpectation.atLeastEvery: the silence must be at least 1 minute, got ${maxSilence.toHumanString()}`);
    }
    return new RunExpectation({ kind: 'silence', maxSilence, namedTrigger: options.trigger, options });
  }

  /**
   * A run must have succeeded by a local time each day. That includes the days in spring whose clocks skip the time from which
   * on runs count, such as midnight in Cairo or Havana.
   *
   * @example
   * RunExpectation.dailyBy(LocalTime.of(7, 30), { timeZone: TimeZone.EUROPE_BERLIN, notBefore: LocalTime.of(22) });
   */
  public static dailyBy(time: LocalTime, options: DailyByOptions): RunExpectation {
    requireArgument('RunExpectation.dailyBy', 'the time', time, required(LOCAL_TIME));
    requireOptions('RunExpectation.dailyBy', options, DAILY_BY);
    const notBefore = options.notBefore ?? LocalTime.of(0);
    return RunExpectation.slots('RunExpectation.dailyBy', {
      expression: `cron(${notBefore.minute} ${notBefore.hour} * * ? *)`,
      timeZone: options.timeZone.timezoneName,
      finishBy: time.toString(),
      notBefore: notBefore.toString() === MIDNIGHT ? undefined : notBefore.toString(),
      namedTrigger: options.trigger,
      options,
    });
  }

  /**
   * No runs are expected. Failures raise alarms, but missing runs do not. Synth repeats the reason as a warning.
   * @throws when the reason is empty
   */
  public static unscheduled(reason: string, options: UnscheduledOptions = {}): RunExpectation {
    requireArgument('RunExpectation.unscheduled', 'the reason', reason, required(TEXT));
    requireOptions('RunExpectation.unscheduled', options, UNSCHEDULED);
    if (!Token.isUnresolved(reason) && reason.trim() === '') {
      throw new Error('RunExpectation.unscheduled: the reason is empty; say why no runs are expected');
    }
    return new RunExpectation({ kind: 'none', reason, namedTrigger: options.trigger, options: {} });
  }

  /** @param name the name of the factory, for messages */
  private static fromTrigger(name: string, trigger: Trigger, times: TriggerTimes, options: TriggerExpectationOptions): RunExpectation {
    const { expression, timeZone, anchor, flexibleWindow, enabled } = times;
    const expected = RunExpectation.slots(name, { expression, timeZone, anchor, flexibleWindow, trigger, options }, trigger.rule === undefined ? 'scheduler' : 'rule');
    if (!options.onlyWhereEnabled) return expected;
    const { path } = (trigger.schedule ?? trigger.rule)!.node;
    if (enabled === undefined) {
      throw new Error(`${name}: onlyWhereEnabled cannot read the state of ${path}, which is known only at deployment; `
        + 'decide the state in your code, such as enabled: isProd, or leave onlyWhereEnabled out');
    }
    return enabled ? expected : new RunExpectation({ kind: 'none', reason: `its trigger ${path} is disabled in this environment`, disabledTrigger: trigger, options });
  }

  private static slots(name: string, spec: Omit<ExpectationSpec, 'kind'>, dialect: Dialect = 'scheduler'): RunExpectation {
    const timeZone = zoneName(spec.timeZone);
    requireSchedule(name, spec.expression!, timeZone, dialect);
    return new RunExpectation({ ...spec, kind: 'slots', timeZone });
  }

  /** @internal */
  public readonly _spec: ExpectationSpec;

  private constructor(spec: ExpectationSpec) {
    brand(this, 'RunExpectation');
    requireResolved(spec.options);
    this._spec = spec;
  }
}

/** Tolerances are needed at synth. The error names the place where they are written. */
function requireResolved({ startWithin, maxDuration, finishWithin, startEarlyBy }: RunExpectationOptions): void {
  for (const [name, duration] of Object.entries({ startWithin, maxDuration, finishWithin, startEarlyBy })) {
    if (duration !== undefined) secondsOf(name, duration);
  }
}

/** Checks a schedule. Tokens pass, since the checker validates them. @throws when the schedule is malformed or can never fire again */
function requireSchedule(what: string, expression: string, timeZone: string, dialect: Dialect): void {
  if (Token.isUnresolved(expression) || Token.isUnresolved(timeZone)) return;
  const schedule = inTerms(what, () => parseSchedule(expression, { timeZone, dialect }));
  if (schedule.next(Date.now()) === undefined) {
    throw new Error(`${what}: ${expression} can never fire again, so no run would ever be missed; correct the date or the year`);
  }
}

function inTerms<T>(what: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new Error(`${what}: ${(error as Error).message}`, { cause: error });
  }
}
