import type { IRuleRef } from 'aws-cdk-lib/aws-events';
import { CronOptionsWithTimezone, type IScheduleRef, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Duration, type TimeZone, Token } from 'aws-cdk-lib/core';
import type { Dialect } from '../../core/schedule/rate';
import {
  brand, DURATION, requireArgument, required, requireOptions, RULE, SCHEDULE, type Shapes, TEXT, TIME_ZONE,
} from '../argument-shapes';
import { requireLocalTime, requireSchedule } from '../checks/expectation-checks';
import { readRule, readSchedule, TriggerTimes, zoneName } from './read-trigger';
import {
  COMMON_EXPECTATION, type CommonExpectationOptions, DAILY_EXPECTATION, type DailyExpectation, type ExpectationSpec,
  RATE_EXPECTATION, type RateExpectationOptions, RUN_EXPECTATION_OPTIONS, type RunExpectationOptions, type Trigger,
  TRIGGER_EXPECTATION, type TriggerExpectationOptions,
} from './run-expectation-options';
import { secondsOf } from './tolerances';

const MIDNIGHT = '00:00';
const CRON: Shapes<CronOptionsWithTimezone> = { minute: TEXT, hour: TEXT, day: TEXT, month: TEXT, weekDay: TEXT, year: TEXT, timeZone: TIME_ZONE };

/**
 * When runs of a pipeline are due, and what is tolerated. It is judged from outside, by AWS's own records of runs.
 *
 * Schedules speak EventBridge Scheduler's dialect with its daylight-saving rules
 * (https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html): a local time that does not exist is no
 * slot, a repeated one is one slot.
 *
 * @example
 * RunExpectation.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK }, {
 *   startWithin: Duration.minutes(15),
 *   maxDuration: Duration.hours(2),
 * });
 */
export class RunExpectation {
  /**
   * Runs are due at the times of a cron expression. Fields are those of EventBridge Scheduler; the zone defaults to UTC.
   * @throws when the expression is malformed or can never fire
   */
  public static cron(cron: CronOptionsWithTimezone, options: RunExpectationOptions = {}): RunExpectation {
    requireOptions('RunExpectation.cron', cron, CRON);
    requireOptions('RunExpectation.cron', options, RUN_EXPECTATION_OPTIONS);
    const { expressionString, timeZone } = ScheduleExpression.cron(cron);
    return RunExpectation.slots('RunExpectation.cron', {
      expression: expressionString, timeZone: timeZone?.timezoneName, minuteLeftOut: cron.minute === undefined, options,
    });
  }

  /**
   * Runs are due in equal distances. EventBridge counts a rate from the creation of its schedule, not from the clock, so
   * the phase is read from the runs that are seen unless `anchor` tells it.
   * @throws when the rate is not a whole number of minutes
   */
  public static rate(rate: Duration, options: RateExpectationOptions = {}): RunExpectation {
    requireArgument('RunExpectation.rate', 'the rate', rate, required(DURATION));
    requireOptions('RunExpectation.rate', options, RATE_EXPECTATION);
    const seconds = secondsOf('RunExpectation.rate: the rate', rate);
    if (seconds < 60 || seconds % 60 !== 0) {
      throw new Error(`RunExpectation.rate: the rate must be a whole number of minutes, at least 1, got ${rate.toHumanString()}`);
    }
    return RunExpectation.slots('RunExpectation.rate', {
      expression: ScheduleExpression.rate(rate).expressionString, anchor: options.anchor, options,
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
   * Runs are due by an expression: `cron(…)`, `rate(…)` or `at(…)`.
   * @param timeZone the expression's zone, UTC when absent
   * @throws when the expression is malformed or can never fire
   */
  public static expression(expression: string, timeZone?: TimeZone, options: RunExpectationOptions = {}): RunExpectation {
    requireArgument('RunExpectation.expression', 'the expression', expression, required(TEXT));
    requireArgument('RunExpectation.expression', 'the time zone', timeZone, TIME_ZONE);
    requireOptions('RunExpectation.expression', options, RUN_EXPECTATION_OPTIONS);
    return RunExpectation.slots('RunExpectation.expression', { expression, timeZone: timeZone?.timezoneName, options });
  }

  /**
   * At least one success in any window of this length, whenever that is.
   * @throws when it is shorter than a minute
   */
  public static atLeastEvery(maxSilence: Duration, options: CommonExpectationOptions = {}): RunExpectation {
    requireArgument('RunExpectation.atLeastEvery', 'the silence', maxSilence, required(DURATION));
    requireOptions('RunExpectation.atLeastEvery', options, COMMON_EXPECTATION);
    if (secondsOf('RunExpectation.atLeastEvery: the silence', maxSilence) < 60) {
      throw new Error(`RunExpectation.atLeastEvery: the silence must be at least 1 minute, got ${maxSilence.toHumanString()}`);
    }
    return new RunExpectation({ kind: 'silence', maxSilence, options });
  }

  /**
   * Every day a run must have succeeded by a local time.
   * @throws when a time is not HH:MM
   */
  public static dailyBy(daily: DailyExpectation, options: RunExpectationOptions = {}): RunExpectation {
    requireOptions('RunExpectation.dailyBy', daily, DAILY_EXPECTATION);
    requireOptions('RunExpectation.dailyBy', options, RUN_EXPECTATION_OPTIONS);
    const by = requireLocalTime('RunExpectation.dailyBy: by', daily.by);
    const from = requireLocalTime('RunExpectation.dailyBy: notBefore', daily.notBefore ?? MIDNIGHT);
    if (options.deadline !== undefined) {
      throw new Error('RunExpectation.dailyBy: `by` is the deadline; leave `deadline` out');
    }
    return RunExpectation.slots('RunExpectation.dailyBy', {
      expression: `cron(${from.minute} ${from.hour} * * ? *)`,
      timeZone: daily.timeZone.timezoneName,
      deadlineTime: by.text,
      notBefore: from.text === MIDNIGHT ? undefined : from.text,
      options,
    });
  }

  /**
   * Nothing is expected: the pipeline's failures are told, its absence is not. Says why; synth repeats it as a warning.
   * @throws when no reason is given
   */
  public static unscheduled(reason: string): RunExpectation {
    requireArgument('RunExpectation.unscheduled', 'the reason', reason, required(TEXT));
    if (!Token.isUnresolved(reason) && reason.trim() === '') {
      throw new Error('RunExpectation.unscheduled: say why nothing is expected, so that the next person need not guess');
    }
    return new RunExpectation({ kind: 'none', reason, options: {} });
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

/** Tolerances are needed at synth, and whoever wrote them is told where they are written. */
function requireResolved({ startWithin, maxDuration, deadline, early }: RunExpectationOptions): void {
  for (const [name, duration] of Object.entries({ startWithin, maxDuration, deadline, early })) {
    if (duration !== undefined) secondsOf(name, duration);
  }
}
