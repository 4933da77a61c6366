import { AlarmConfigurationError } from './alarm-configuration-error';

/** Shortest and longest window of a mute rule. [cw:alarm-mute-rules.html] */
export const MIN_MUTE_SECONDS = 60;
export const MAX_MUTE_SECONDS = 15 * 86_400;

const ISO_DURATION =
  /^P(?:(?<days>\d{1,5})D)?(?:T(?=\d)(?:(?<hours>\d{1,5})H)?(?:(?<minutes>\d{1,6})M)?(?:(?<seconds>\d{1,8})S)?)?$/;

const SECONDS_PER = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;

/**
 * Reads the duration of a mute rule, such as `PT4H` or `P2DT12H`, in seconds.
 *
 * @throws AlarmConfigurationError for what is no ISO 8601 duration of days, hours, minutes and seconds from PT1M to P15D
 */
export function parseMuteDuration(text: string): number {
  const parts = ISO_DURATION.exec(text)?.groups;
  let seconds = Number.NaN;
  if (parts !== undefined) {
    seconds = Object.entries(SECONDS_PER).reduce((sum, [unit, factor]) => sum + Number(parts[unit] ?? 0) * factor, 0);
  }
  if (!(seconds >= MIN_MUTE_SECONDS && seconds <= MAX_MUTE_SECONDS)) {
    throw new AlarmConfigurationError(
      `The duration of a mute rule must be an ISO 8601 duration from PT1M to P15D, such as PT4H, got "${text}".`,
    );
  }
  return seconds;
}
