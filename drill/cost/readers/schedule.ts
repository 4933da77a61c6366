import { Usage } from '../../../cost/bill';
import { targetOf } from '../../account/target-of';
import { CostReader, titleOf } from '../surroundings';

/** AWS::Scheduler::Schedule of a function of an observatory. Scheduled rules are free. */
export const SCHEDULE_COST: CostReader = (resource, { account, functions }) => {
  const target = targetOf(account, resource.properties.object('Target').text('Arn'));
  const watch = functions.find(({ model }) => target?.model.arn === model.arn);
  if (watch === undefined) return undefined;
  const usage: Usage = { owner: watch.owner, price: 'scheduleInvocation', quantity: watch.timesAMonth, what: titleOf(resource) };
  return { usages: [usage] };
};
