import { TriggerFindings, valueOf } from '../findings';
import { changedInWords, isSuspicious } from '../look-back';
import type { Rule } from './rule';
import { triggerLink, triggerName } from './trigger-words';

/** What starts the pipeline is not what it was when it last did. */
export const triggerChanged: Rule<TriggerFindings> = {
  id: 'triggerChanged',
  family: 'change',
  seen: 'the schedule is enabled and was changed after the last success',
  calls: ['schedule'],
  find: ({ trigger, profile }, context) => {
    const facts = valueOf(trigger);
    if (facts === undefined || !facts.enabled || !isSuspicious(facts.changedAt, undefined, context)) return undefined;
    return {
      text: `The ${triggerName(profile)} ${changedInWords(facts.changedAt, context)}.`,
      at: facts.changedAt,
      short: `${profile.kind} changed`,
      next: `Compare the ${triggerName(profile)} with what it was before.`,
      link: triggerLink(profile, context.region),
    };
  },
};
