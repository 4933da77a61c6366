import type { TimeZone } from 'aws-cdk-lib/core';
import { brand, listOf, LOCAL_TIME, oneOf, requireOptions, type Shapes, TIME_ZONE } from '../argument-shapes';
import { LocalTime } from '../expectation/local-time';
import { Severity } from '../pipeline/severity';

/** A day of the week. */
export enum Weekday {
  /** Monday. */
  MONDAY = 'MON',
  /** Tuesday. */
  TUESDAY = 'TUE',
  /** Wednesday. */
  WEDNESDAY = 'WED',
  /** Thursday. */
  THURSDAY = 'THU',
  /** Friday. */
  FRIDAY = 'FRI',
  /** Saturday. */
  SATURDAY = 'SAT',
  /** Sunday. */
  SUNDAY = 'SUN',
}

/** When a daily digest is sent, and to whom. */
export interface DailyDigest {
  /**
   * The local time at which it is sent.
   * @default - 08:00
   */
  readonly at?: LocalTime;

  /**
   * The time zone of that time, and of all times in the digest.
   * @default - the zone of the first pipeline whose expectation names one other than UTC, else UTC
   */
  readonly timeZone?: TimeZone;

  /**
   * The severities whose topics receive it. A digest proves the way that it takes: add `Severity.CRITICAL` to prove that SMS
   * arrive, unless a pager is subscribed there.
   * @default - `Severity.WARNING`; if nobody is subscribed to warnings, `Severity.CRITICAL`
   */
  readonly severities?: Severity[];
}

/** When a weekly digest is sent, and to whom. */
export interface WeeklyDigest extends DailyDigest {
  /**
   * The day on which it is sent.
   * @default Weekday.MONDAY
   */
  readonly weekDay?: Weekday;
}

const DAILY: Shapes<DailyDigest> = { at: LOCAL_TIME, timeZone: TIME_ZONE, severities: listOf(oneOf('Severity', Severity), 'write [Severity.WARNING]') };
const WEEKLY: Shapes<WeeklyDigest> = { ...DAILY, weekDay: oneOf('Weekday', Weekday) };

const EIGHT = LocalTime.of(8);

/** When a digest is due. */
export interface DigestSpec {
  readonly every: 'day' | 'week';
  /** In EventBridge Scheduler's dialect. */
  readonly schedule: string;
  readonly timeZone?: TimeZone;
  readonly severities?: readonly Severity[];
}

/**
 * A regular report of all pipelines: what went wrong, how punctual they were, when they are due next, and who is subscribed.
 * Its arrival proves that notifications reach people. It goes where warnings go. If nobody is subscribed to warnings, it goes
 * where critical messages go.
 *
 * @example
 * new Observatory(this, 'Reported', {
 *   contacts: [Contact.email('data@example.com')],
 *   digest: Digest.weekly({ weekDay: Weekday.FRIDAY, at: LocalTime.of(16), timeZone: TimeZone.EUROPE_BERLIN }),
 * });
 */
export class Digest {
  /**
   * A digest each week, about the last seven days.
   * @throws when `severities` is empty
   */
  public static weekly(options: WeeklyDigest = {}): Digest {
    requireOptions('Digest.weekly', options, WEEKLY);
    const { hour, minute } = options.at ?? EIGHT;
    return new Digest({ every: 'week', schedule: `cron(${minute} ${hour} ? * ${options.weekDay ?? Weekday.MONDAY} *)`, ...whoAndWhere('Digest.weekly', options) });
  }

  /**
   * A digest each day, about the last day.
   * @throws when `severities` is empty
   */
  public static daily(options: DailyDigest = {}): Digest {
    requireOptions('Digest.daily', options, DAILY);
    const { hour, minute } = options.at ?? EIGHT;
    return new Digest({ every: 'day', schedule: `cron(${minute} ${hour} * * ? *)`, ...whoAndWhere('Digest.daily', options) });
  }

  /** No digest. Then nothing shows regularly that the pipelines are alive and that notifications arrive. */
  public static none(): Digest {
    return new Digest(undefined);
  }

  /** @internal */
  public readonly _spec?: DigestSpec;

  private constructor(spec: DigestSpec | undefined) {
    brand(this, 'Digest');
    this._spec = spec;
  }
}

function whoAndWhere(name: string, { timeZone, severities }: DailyDigest): Pick<DigestSpec, 'timeZone' | 'severities'> {
  if (severities?.length === 0) throw new Error(`${name}: \`severities\` is empty, so nobody would receive the digest; use Digest.none()`);
  return { timeZone, severities };
}
