import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import {
  CfnResource, type CfnTag, Duration, type ITaggable, Lazy, TagManager, TagType, TimeZone, Token,
} from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { MuteWindowSettings } from '../../core/contract/profile';
import { MAX_MUTED_ALARMS, parseMuteRule } from '../../core/mute-rule';
import { brand, DURATION, requireArgument, required, requireOptions, type Shapes, TEXT, TIME_ZONE } from '../argument-shapes';

/** When a recurring mute window begins. The fields are those of CloudWatch's alarm mute rules, not those of EventBridge. */
export interface MuteWindowCron {
  /** Minutes: 0 to 59. */
  readonly minute: string;
  /**
   * Hours: 0 to 23.
   * @default '*'
   */
  readonly hour?: string;
  /**
   * Days of the month: 1 to 31, or `L` for the last.
   * @default '*'
   */
  readonly day?: string;
  /**
   * Months: 1 to 12 or JAN to DEC.
   * @default '*'
   */
  readonly month?: string;
  /**
   * Days of the week: 0 to 7, where 0 and 7 are Sunday, or SUN to SAT; `5L` is the last Friday of the month, `1#2` the
   * second Monday.
   * @default '*'
   */
  readonly weekDay?: string;
}

/** How long a mute window lasts, and its time zone. */
export interface MuteWindowOptions {
  /** How long it lasts: 1 minute to 15 days, known at synth. */
  readonly duration: Duration;
  /**
   * The time zone in which it begins.
   * @default TimeZone.ETC_UTC
   */
  readonly timeZone?: TimeZone;
}

const CRON: Shapes<MuteWindowCron> = { minute: required(TEXT), hour: TEXT, day: TEXT, month: TEXT, weekDay: TEXT };
const OPTIONS: Shapes<MuteWindowOptions> = { duration: required(DURATION), timeZone: TIME_ZONE };

/**
 * A time in which the alarms of a pipeline notify nobody, by CloudWatch's alarm mute rules
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html). The alarms are still evaluated. You
 * are notified of what is still wrong when the window ends.
 *
 * @example
 * const muteWindows = [
 *   MuteWindow.cron({ minute: '0', hour: '4', weekDay: 'SUN' }, { duration: Duration.hours(2), timeZone: TimeZone.EUROPE_BERLIN }),
 *   MuteWindow.at('2026-12-24T18:00', { duration: Duration.days(2), timeZone: TimeZone.EUROPE_BERLIN }),
 * ];
 */
export class MuteWindow {
  /**
   * A recurring window.
   * @throws when CloudWatch would not accept it, or it never begins
   */
  public static cron(cron: MuteWindowCron, options: MuteWindowOptions): MuteWindow {
    requireOptions('MuteWindow.cron', cron, CRON);
    const { minute, hour = '*', day = '*', month = '*', weekDay = '*' } = cron;
    if (cron.day !== undefined && cron.weekDay !== undefined) throw new Error('MuteWindow.cron: give either day or weekDay, not both');
    return new MuteWindow('MuteWindow.cron', `cron(${minute} ${hour} ${day} ${month} ${weekDay})`, options);
  }

  /**
   * A window that occurs once.
   * @param localTime when it begins: `yyyy-MM-ddThh:mm`
   * @throws when CloudWatch would not accept it, or the time does not exist in the time zone
   */
  public static at(localTime: string, options: MuteWindowOptions): MuteWindow {
    requireArgument('MuteWindow.at', 'the local time', localTime, required(TEXT));
    return new MuteWindow('MuteWindow.at', `at(${localTime})`, options);
  }

  /** @internal */
  public readonly _settings: MuteWindowSettings;

  private constructor(name: string, expression: string, options: MuteWindowOptions) {
    requireOptions(name, options, OPTIONS);
    const { duration, timeZone } = options;
    brand(this, 'MuteWindow');
    if (duration.isUnresolved() || Token.isUnresolved(expression) || Token.isUnresolved(timeZone?.timezoneName)) {
      throw new Error(`${name}: the window must be known at synth, since it is checked and the notifier reads it; pass values that are not tokens`);
    }
    this._settings = { expression, duration: duration.toIsoString(), timeZone: timeZone?.timezoneName };
    requireWindow(name, this._settings);
  }
}

/** Checks a window. @throws when CloudWatch would not accept it, or it never begins */
function requireWindow(name: string, settings: MuteWindowSettings): void {
  let begins: boolean;
  try {
    begins = parseMuteRule(settings).schedules.some((schedule) => schedule.next(0) !== undefined);
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
  }
  if (!begins) throw new Error(`${name}: ${settings.expression} never begins, so it would mute nothing; correct the date`);
}

/** Mutes the alarms of a pipeline during its mute windows. There is one rule for each window and each hundred alarms. */
export class Muting {
  private muted = 0;
  private rules: readonly MuteRule[] = [];

  public constructor(private readonly pipeline: Construct, private readonly windows: readonly MuteWindow[]) {}

  public mute(alarm: Alarm): void {
    if (this.muted % MAX_MUTED_ALARMS === 0) this.rules = this.newRules();
    this.muted += 1;
    for (const rule of this.rules) rule.alarmNames.push(alarm.alarmName);
  }

  private newRules(): MuteRule[] {
    const more = this.muted === 0 ? '' : `More${this.muted / MAX_MUTED_ALARMS}`;
    const description = `Mute window of ${this.pipeline.node.id}: its alarms notify nobody`;
    return this.windows.map(({ _settings: settings }, index) => (
      new MuteRule(new Construct(this.pipeline, `MuteWindow${index + 1}${more}`), 'Resource', description, settings)));
  }
}

const MUTE_RULE = 'AWS::CloudWatch::AlarmMuteRule';

/** An alarm mute rule. The oldest aws-cdk-lib that this package accepts has no construct for it. */
class MuteRule extends CfnResource implements ITaggable {
  public readonly tags: TagManager;
  public readonly alarmNames: string[];

  public constructor(scope: Construct, id: string, description: string, { expression, duration, timeZone }: MuteWindowSettings) {
    const alarmNames: string[] = [];
    super(scope, id, {
      type: MUTE_RULE,
      properties: {
        Description: description,
        MuteTargets: { AlarmNames: Lazy.list({ produce: () => alarmNames }) },
        Rule: { Schedule: { Duration: duration, Expression: expression, Timezone: timeZone } },
      },
    });
    this.tags = new TagManager(TagType.STANDARD, MUTE_RULE);
    this.alarmNames = alarmNames;
  }

  protected override renderProperties({ tags, ...properties }: Record<string, unknown>): Record<string, unknown> {
    return { ...properties, Tags: (tags as CfnTag[] | undefined)?.map(({ key, value }) => ({ Key: key, Value: value })) };
  }
}
