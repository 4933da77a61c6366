import type { TriggerFindings } from '../findings';
import type { Rule } from './rule';
import { triggerName } from './trigger-words';

/** What starts the pipeline is gone. */
export const triggerDeleted: Rule<TriggerFindings> = {
  id: 'triggerDeleted',
  family: 'trigger',
  seen: 'the schedule or rule does not exist',
  calls: ['schedule', 'rule'],
  find: ({ trigger, profile }) => trigger.kind !== 'missing' ? undefined : {
    text: `The ${triggerName(profile)} does not exist, so nothing starts the pipeline.`,
    short: `${profile.kind} deleted`,
    next: `Deploy the stack of the ${triggerName(profile)} again.`,
  },
};
