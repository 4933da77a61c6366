import { TriggerFindings, valueOf } from '../findings';
import type { Rule } from './rule';
import { triggerLink, triggerName } from './trigger-words';

/** The schedule fires only between a start and an end, and it is not between them. */
export const triggerEnded: Rule<TriggerFindings> = {
  id: 'triggerEnded',
  family: 'trigger',
  seen: 'the schedule\'s end date has passed, or its start date has not come',
  calls: ['schedule'],
  find: ({ trigger, profile }, { time, region, about, now }) => {
    const { startsAt, endsAt } = valueOf(trigger) ?? {};
    const link = triggerLink(profile, region);
    if (endsAt !== undefined && endsAt <= now) {
      return {
        text: `The ${triggerName(profile)} fires no more since its end date, ${time(endsAt)}.`, at: endsAt,
        short: `${profile.kind} ended`, next: `Move the end date of the ${triggerName(profile)}.`, link,
      };
    }
    if (startsAt === undefined || startsAt <= about) return undefined;
    return {
      text: `The ${triggerName(profile)} does not fire before its start date, ${time(startsAt)}.`, at: startsAt,
      short: `${profile.kind} not started`, next: `Move the start date of the ${triggerName(profile)}.`, link,
    };
  },
};
