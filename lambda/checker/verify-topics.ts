import { topicProblem } from '../../core/topic-policy';
import { mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import type { CheckerPorts } from './ports';

/** An observatory has two topics. */
const CONCURRENCY = 2;

const UNREADABLE_REMEDY = "make sure that the topic exists and that the checker's role allows sns:GetTopicAttributes on it";

/**
 * Counts the observatory's topics that may not reach anyone: no subscription is confirmed, the policy blocks CloudWatch, or
 * the topic cannot be read. The log names each of them. Never fails. The alarm TopicUnreachable goes to all topics, since one of
 * them may still have subscribers.
 */
export async function countTopicProblems(ports: CheckerPorts): Promise<number> {
  const found = await mapBounded(ports.topics, CONCURRENCY, (arn) => problemOf(ports, arn));
  for (const [index, problem] of found.entries()) {
    if (problem !== undefined) ports.log({ level: 'ERROR', event: 'unreachableTopic', topic: ports.topics[index], ...problem });
  }
  return found.filter((problem) => problem !== undefined).length;
}

async function problemOf(ports: CheckerPorts, arn: string): Promise<ReturnType<typeof topicProblem>> {
  try {
    // CloudWatch alarms are in the account of their observatory's topics.
    const [, , , , accountId = ''] = arn.split(':');
    return topicProblem(await ports.readTopic(arn), { accountId });
  } catch (error) {
    return { problem: `not readable: ${reasonOf(error)}`, remedy: UNREADABLE_REMEDY };
  }
}
