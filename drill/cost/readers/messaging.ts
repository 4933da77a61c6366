import { ASSUMPTIONS, LONG_POLL_SECONDS, MONTH_SECONDS } from '../../../cost/assumptions';
import type { CostByUse } from '../cost-item';
import { CostReader, makerOf, titleOf } from '../surroundings';

/** AWS::SNS::Topic: paid by message only. */
export const TOPIC_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  return { byUse: [{ owner: makerOf(resource, surroundings), price: 'topicRequest', when: 'a message is sent' }] };
};

const FREE = ['sqs', 'lambda', 'firehose'];

/** AWS::SNS::Subscription */
export const SUBSCRIPTION_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  const protocol = resource.properties.text('Protocol');
  const paid = (price: CostByUse['price']) => ({ byUse: [{ owner: makerOf(resource, surroundings), price, when: 'a message is delivered' }] });
  switch (protocol) {
    case 'email':
    case 'email-json':
      return paid('email');
    case 'http':
    case 'https':
      return paid('httpDelivery');
    case 'sms':
      return { unpriced: [{ why: 'an SMS costs what the carriers of its country charge, each part of it' }] };
    default:
      return FREE.includes(protocol) ? {} : { unpriced: [{ why: `deliveries by ${protocol} have prices of their own` }] };
  }
};

/** AWS::SQS::Queue */
export const QUEUE_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  const owner = makerOf(resource, surroundings);
  const polled = surroundings.piped.has(resource.arn);
  const polls = ASSUMPTIONS.pipePolls.value * MONTH_SECONDS / LONG_POLL_SECONDS;
  return {
    usages: polled ? [{ owner, price: 'queueRequest', quantity: polls, what: `a pipe that looks whether ${titleOf(resource)} has messages` }] : [],
    byUse: [{ owner, price: 'queueRequest', when: 'something could not be delivered' }],
    assumed: polled ? ['pipePolls'] : [],
  };
};

/** AWS::Pipes::Pipe */
export const PIPE_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  return { byUse: [{ owner: makerOf(resource, surroundings), price: 'pipeRequest', when: 'something could not be delivered' }] };
};
