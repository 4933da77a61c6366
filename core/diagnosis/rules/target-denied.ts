import type { TriggerFindings } from '../findings';
import { errorInWords } from '../text/error-text';
import { sentence } from '../text/sentence';
import { isDenied, undelivered } from './dead-letters';
import type { Rule } from './rule';
import { triggerLink, triggerName } from './trigger-words';

/** The trigger fired, and may not start its target. */
export const targetDenied: Rule<TriggerFindings> = {
  id: 'targetDenied',
  family: 'trigger',
  seen: 'the trigger\'s dead-letter queue has an invocation that was denied (ERROR_CODE, ERROR_MESSAGE)',
  calls: ['deadLetters'],
  find: (findings, context) => {
    const { profile } = findings;
    const letter = undelivered(findings, context).findLast(isDenied);
    if (letter === undefined) return undefined;
    const at = letter.scheduledAt ?? letter.at;
    const said = errorInWords({ type: letter.errorCode, message: letter.errorMessage }, context.quotePayloads);
    return {
      text: sentence(`The ${triggerName(profile)} was not allowed to start its target${at === undefined ? '' : ` ${context.time(at)}`}${said === undefined ? '' : `: ${said}`}`),
      ...(at === undefined ? {} : { at }),
      short: `${profile.kind}: permission denied`,
      next: `Give the role of the ${triggerName(profile)} the permission that the error names.`,
      link: triggerLink(profile, context.region),
    };
  },
};
