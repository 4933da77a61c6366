import { Profile } from '../../../core/contract/profile';
import { ChannelDigest } from '../../../core/digest/facts';
import { SEVERITIES } from '../../../core/signals';
import { listedUpTo } from '../../../core/text/count-and-duration';
import { lastPartOfArn, subscriberLabel } from '../../../core/text/subscriber-label';
import { mapBounded } from '../../shared/async';
import { reasonOf } from '../../shared/log';
import type { NotifierEnvironment } from '../environment';
import type { NotifierPorts } from '../ports';

/** ListSubscriptionsByTopic takes 30 calls a second in the smallest Regions. */
const CONCURRENCY = 4;
/** At most this many topics of pipelines are asked. */
const MOST_OWN_TOPICS = 20;

/** Protocols whose subscribers confirm by a link in a mail. */
const MAILS = new Set(['email', 'email-json']);

type Channel = Pick<ChannelDigest, 'name' | 'of'>;

/** The subscribers of each topic, and what was not asked. Never throws. */
export async function gatherChannels(ports: NotifierPorts, environment: NotifierEnvironment, profiles: Iterable<Profile>): Promise<{ channels: ChannelDigest[]; problems: string[] }> {
  const shared = sharedTopics(environment);
  const own = [...ownTopics(profiles)].filter(([arn]) => !shared.has(arn));
  const asked = [...shared, ...own.slice(0, MOST_OWN_TOPICS)];
  const channels = await mapBounded(asked, CONCURRENCY, ([arn, channel]) => channelOf(ports, arn, channel));
  const left = own.length - MOST_OWN_TOPICS;
  return { channels, problems: left > 0 ? [`the subscribers of ${left} more topics of pipelines were not read`] : [] };
}

function sharedTopics({ topics, extraTopics, escalation }: NotifierEnvironment): Map<string, Channel> {
  return new Map<string, Channel>([
    ...extraTopics.map(({ severity, topicArn }): [string, Channel] => [topicArn, { name: severity, of: `topic ${lastPartOfArn(topicArn)}` }]),
    ...SEVERITIES.map((name): [string, Channel] => [topics[name], { name }]),
    ...(escalation === undefined ? [] : [[escalation.topicArn, { name: 'escalation' }] as [string, Channel]]),
  ]);
}

/** One topic may receive the notifications of several pipelines. */
function ownTopics(profiles: Iterable<Profile>): Map<string, Channel> {
  const pipelines = new Map<string, { readonly name: Channel['name']; readonly of: string[] }>();
  for (const { pipeline, topics } of profiles) {
    for (const { severity, topicArn } of topics) {
      const known = pipelines.get(topicArn);
      if (known === undefined) pipelines.set(topicArn, { name: severity, of: [pipeline] });
      else if (known.of.at(-1) !== pipeline) known.of.push(pipeline);
    }
  }
  return new Map([...pipelines].map(([arn, { name, of }]) => [arn, { name, of: listedUpTo(2, of) }]));
}

async function channelOf(ports: NotifierPorts, topicArn: string, channel: Channel): Promise<ChannelDigest> {
  try {
    const subscribers = await ports.subscribers(topicArn);
    const pending = subscribers.filter(({ confirmed }) => !confirmed);
    return {
      ...channel,
      confirmed: subscribers.filter(({ confirmed }) => confirmed).map(subscriberLabel),
      pending: pending.map(subscriberLabel),
      ...(pending.some(({ protocol }) => MAILS.has(protocol)) ? { confirmsByMail: true } : {}),
    };
  } catch (error) {
    return { ...channel, confirmed: [], pending: [], problem: reasonOf(error) };
  }
}
