import { TriggerFindings, valueOf } from '../findings';
import type { Rule } from './rule';
import { triggerLink, triggerName } from './trigger-words';

/** Somebody switched off what starts the pipeline. */
export const triggerDisabled: Rule<TriggerFindings> = {
  id: 'triggerDisabled',
  family: 'trigger',
  seen: 'the schedule or rule is DISABLED; a schedule says when it was last changed, a rule does not',
  calls: ['schedule', 'rule'],
  find: ({ trigger, profile }, { time, region }) => {
    const facts = valueOf(trigger);
    if (facts === undefined || facts.enabled) return undefined;
    return {
      text: `The ${triggerName(profile)} is DISABLED${facts.changedAt === undefined ? '' : ` since ${time(facts.changedAt)}`}.`,
      ...(facts.changedAt === undefined ? {} : { at: facts.changedAt }),
      short: `${profile.kind} DISABLED`,
      next: `Enable the ${triggerName(profile)}.`,
      link: triggerLink(profile, region),
    };
  },
};
