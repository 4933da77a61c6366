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
 * When runs of a pipeline are due, and what is tolerated. It is judged from outside, by AWS's own records of runs.
 *
 * Schedules use EventBridge Scheduler's syntax with its daylight-saving rules
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html): a local time that does not exist is no
 * slot, a repeated one is one slot.
 *
 * @example
 * const nightly = scheduler.ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK });
 * RunExpectation.atTimes(nightly, { startWithin: Duration.minutes(15), maxDuration: Duration.hours(2) });
 */
export class RunExpectation {
  /**
   * Runs are due at the times of an expression: `cron(…)`, `rate(…)` or `at(…)`, in EventBridge Scheduler's dialect.
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
      throw new Error(`RunExpectation.atTimes: ${expression} is due by the clock, and an anchor is for a rate; leave anchor out`);
    }
    return RunExpectation.slots('RunExpectation.atTimes', {
      expression, timeZone: timeZone?.timezoneName, anchor: options.anchor, namedTrigger: options.trigger, options,
    });
  }

  /**
   * Takes over the schedule, zone, flexible window and start of the EventBridge Scheduler schedule that starts the
   * pipeline, and watches that schedule too. It may be an L2 or an L1 construct.
   * @throws when the schedule is imported: its expression cannot be read then
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
   * Takes over the schedule of the EventBridge rule that starts the pipeline (in UTC), and watches that rule too. It may be an
   * L2 or an L1 construct. Rules have a stricter grammar than EventBridge Scheduler
   * (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html): `rate(5 minute)`, five cron
   * fields and `at(…)` are refused here as EventBridge would refuse them at deployment.
   * @throws when the rule is imported or has no schedule, or EventBridge would not take its expression
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
   * At least one success in any window of this length, whenever that is.
   * @throws when it is shorter than a minute
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
   * Every day a run must have succeeded by a local time.
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
   * No run is expected: failures raise alarms, absence does not. Give the reason; synth repeats it as a warning.
   * @throws when no reason is given
   */
  public static unscheduled(reason: string, options: UnscheduledOptions = {}): RunExpectation {
    requireArgument('RunExpectation.unscheduled', 'the reason', reason, required(TEXT));
    requireOptions('RunExpectation.unscheduled', options, UNSCHEDULED);
    if (!Token.isUnresolved(reason) && reason.trim() === '') {
      throw new Error('RunExpectation.unscheduled: say why nothing is expected, so that the next person need not guess');
    }
    return new RunExpectation({ kind: 'none', reason, namedTrigger: options.trigger, options: {} });
  }

  /** @param name of the factory, for messages */
  private static fromTrigger(name: string, trigger: Trigger, times: TriggerTimes, options: TriggerExpectationOptions): RunExpectation {
    const { expression, timeZone, anchor, flexibleWindow, enabled } = times;
    const expected = RunExpectation.slots(name, { expression, timeZone, anchor, flexibleWindow, trigger, options }, trigger.rule === undefined ? 'scheduler' : 'rule');
    if (!options.onlyWhereEnabled) return expected;
    const { path } = (trigger.schedule ?? trigger.rule)!.node;
    if (enabled === undefined) {
      throw new Error(`${name}: onlyWhereEnabled cannot follow ${path}, whose state is only known at deployment; `
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

/** Refuses a schedule that is malformed or will never come due again. Tokens pass: the checker validates them. */
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
