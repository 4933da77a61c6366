import { counted, durationText, numberText } from '../text/count-and-duration';
import { fitting } from '../text/plain-text';
import { capitalized } from '../text/sentence';
import { type Blemishes, type ChannelDigest, hasNoSubscribers, type PeriodFigures, type PipelineDigest } from './facts';

const BLEMISHES: Readonly<Record<keyof Blemishes, string>> = {
  missed: 'missed', failed: 'failed', stuck: 'stuck', late: 'late', unknown: 'not known',
};

/** `On time 5 of 7 (2 missed), 5 runs, no failure`: how a pipeline did. Undefined if nothing is known. */
export function punctuality({ current, before }: PipelineDigest): string | undefined {
  const slots = slotsText(current, before);
  return listText([
    ...(slots === undefined ? [] : [`on time ${slots}`]),
    ...compared(current?.runs, before?.runs, (runs) => counted(runs, 'run')),
    ...compared(current?.failures, before?.failures, (failures) => (failures === 0 ? 'no failure' : counted(failures, 'failure')), (failures) => numberText(failures)),
  ]);
}

/**
 * `Typically 12 min (was 11 min), slowest 31 min (was 14 min)`, with the name of the longest stage if there are several.
 * Undefined if nothing is known.
 */
export function durations({ current, before, durationOf }: PipelineDigest): string | undefined {
  const of = durationOf === undefined ? '' : `${durationOf} `;
  const text = [
    ...compared(current?.typicalMillis, before?.typicalMillis, (millis) => `${of}typically ${duration(millis)}`, duration),
    ...compared(current?.slowestMillis, before?.slowestMillis, (millis) => `slowest ${duration(millis)}`, duration),
  ];
  // The name of a stage keeps its first letter.
  return of === '' || text.length === 0 ? listText(text) : text.join(', ');
}

/** `5 of 7 (2 missed; was 7 of 7)` */
function slotsText(current: PeriodFigures | undefined, before: PeriodFigures | undefined): string | undefined {
  if (current?.slots === undefined) return undefined;
  const rate = ({ slots, onTime }: PeriodFigures): string => `${numberText(onTime ?? 0)} of ${numberText(slots ?? 0)}`;
  const perfect = (figures: PeriodFigures): boolean => figures.onTime === figures.slots;
  const others = (Object.keys(BLEMISHES) as (keyof Blemishes)[]).flatMap((verdict) => {
    const count = current.blemishes?.[verdict] ?? 0;
    return count === 0 ? [] : [`${numberText(count)} ${BLEMISHES[verdict]}`];
  });
  // More slots on time mean nothing if there were more slots.
  const was = before?.slots === undefined || (perfect(before) && perfect(current)) ? [] : [`was ${rate(before)}`];
  const remarks = [...(others.length === 0 ? [] : [others.join(', ')]), ...was];
  return `${rate(current)}${remarks.length === 0 ? '' : ` (${remarks.join('; ')})`}`;
}

/** A figure, and that of the time span before if it reads differently. */
function compared(current: number | undefined, before: number | undefined, say: (value: number) => string, sayBefore: (value: number) => string = numberText): string[] {
  if (current === undefined) return [];
  return [before === undefined || sayBefore(before) === sayBefore(current) ? say(current) : `${say(current)} (was ${sayBefore(before)})`];
}

function duration(millis: number): string {
  return millis < 1000 ? 'under 1 s' : durationText(millis / 1000);
}

function listText(parts: readonly string[]): string | undefined {
  return parts.length === 0 ? undefined : capitalized(parts.join(', '));
}

/** More names per channel, and more channels, are only counted. */
const MOST_NAMES = 10;
const MOST_CHANNELS = 30;
const BYTES = 20_000;

const CONFIRM_MAIL = 'Click the link in the mail "AWS Notification - Subscription Confirmation", or subscribe again.';
const CONFIRM = 'Confirm the subscription, or subscribe again.';

/** The subscribers of each channel, one line each. Channels without subscribers come first. */
export function channelLines(channels: readonly ChannelDigest[]): string[] {
  const rank = (channel: ChannelDigest): number => (hasNoSubscribers(channel) ? 0 : channel.problem === undefined && channel.pending.length === 0 ? 2 : 1);
  const lines = [...channels].sort((a, b) => rank(a) - rank(b)).map(channelLine);
  return fitting(lines, { most: MOST_CHANNELS, bytes: BYTES }, (left) => `- and ${left} more channels`);
}

function channelLine(channel: ChannelDigest): string {
  const { name, of, confirmed, pending, confirmsByMail = false, problem } = channel;
  const title = `- ${name}${of === undefined ? '' : ` of ${of}`}`;
  const waiting = pending.length === 0 ? '' : ` NOT CONFIRMED: ${names(pending)}. ${confirmsByMail ? CONFIRM_MAIL : CONFIRM}`;
  if (problem !== undefined) return `${title}: NOT KNOWN: ${problem}.${waiting}`;
  if (hasNoSubscribers(channel)) return `${title}: NOBODY is notified.${waiting === '' ? ' Nobody is subscribed.' : waiting}`;
  return `${title}: ${names(confirmed)}.${waiting}`;
}

function names(all: readonly string[]): string {
  return all.length <= MOST_NAMES ? all.join(', ') : `${all.slice(0, MOST_NAMES).join(', ')} and ${all.length - MOST_NAMES} more`;
}
