import { topicProblem } from '../../core/topic-policy';
import { mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import type { CheckerPorts } from './ports';

/** An observatory has two topics. */
const CONCURRENCY = 2;

const UNREADABLE_REMEDY = "see that the topic exists and that the checker's role may sns:GetTopicAttributes on it";

/**
 * How many of the observatory's topics cannot be verified to be heard: nobody has confirmed, the policy takes no alarms,
 * or they cannot be read. Each is named in the log. Never fails. The alarm on unheard topics tells it on all topics,
 * since one of them may still be heard.
 */
export async function verifyTopics(ports: CheckerPorts): Promise<number> {
  const heard = await mapBounded(ports.topics, CONCURRENCY, (arn) => hasSubscribers(ports, arn));
  return heard.filter((is) => !is).length;
}

async function hasSubscribers(ports: CheckerPorts, arn: string): Promise<boolean> {
  const found = await problemOf(ports, arn);
  if (found !== undefined) ports.log({ level: 'ERROR', event: 'unheardTopic', topic: arn, ...found });
  return found === undefined;
}

async function problemOf(ports: CheckerPorts, arn: string): Promise<{ readonly problem: string; readonly remedy: string } | undefined> {
  try {
    // The alarms are in the account of their observatory's topics.
    const [, , , , accountId = ''] = arn.split(':');
    return topicProblem(await ports.readTopic(arn), { accountId });
  } catch (error) {
    return { problem: `not readable: ${reasonOf(error)}`, remedy: UNREADABLE_REMEDY };
  }
}
