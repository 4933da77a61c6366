import { fitting } from '../words/fitting';
import type { ChannelDigest } from './facts';
import { isUnheard } from './tally';

/** Names of one channel, and channels, beyond which the others are counted. */
const MOST_NAMES = 10;
const MOST_CHANNELS = 30;
const BYTES = 20_000;

const CONFIRM_MAIL = 'Click the link in the mail "AWS Notification - Subscription Confirmation", or subscribe again.';
const CONFIRM = 'Confirm the subscription, or subscribe again.';

/** Who would be told through each channel, a line each; who cannot be told comes first and loudly. */
export function channelLines(channels: readonly ChannelDigest[]): string[] {
  const rank = (channel: ChannelDigest): number => (isUnheard(channel) ? 0 : channel.problem === undefined && channel.pending.length === 0 ? 2 : 1);
  const lines = [...channels].sort((a, b) => rank(a) - rank(b)).map(channelLine);
  return fitting(lines, { most: MOST_CHANNELS, bytes: BYTES }, (left) => `- and ${left} more channels`);
}

function channelLine(channel: ChannelDigest): string {
  const { name, of, confirmed, pending, problem } = channel;
  const title = `- ${name}${of === undefined ? '' : ` of ${of}`}`;
  const waiting = pending.length === 0 ? '' : ` NOT CONFIRMED: ${names(pending)}. ${pending.some((who) => who.startsWith('email')) ? CONFIRM_MAIL : CONFIRM}`;
  if (problem !== undefined) return `${title}: NOT KNOWN: ${problem}.${waiting}`;
  if (isUnheard(channel)) return `${title}: NOBODY would be told.${waiting === '' ? ' Nobody is subscribed.' : waiting}`;
  return `${title}: ${names(confirmed)}.${waiting}`;
}

function names(all: readonly string[]): string {
  return all.length <= MOST_NAMES ? all.join(', ') : `${all.slice(0, MOST_NAMES).join(', ')} and ${all.length - MOST_NAMES} more`;
}
