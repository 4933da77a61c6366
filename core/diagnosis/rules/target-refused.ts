import { counted } from '../../words/count';
import type { TriggerFindings } from '../findings';
import { errorInShort, errorInWords } from '../text/error-text';
import { sentence } from '../text/sentence';
import { adviceOn } from './advice';
import { isDenied, undelivered } from './dead-letters';
import type { Rule } from './rule';
import { triggerLink, triggerName } from './trigger-words';

/** The trigger fired, and its target did not take it. */
export const targetRefused: Rule<TriggerFindings> = {
  id: 'targetRefused',
  family: 'trigger',
  seen: 'the trigger\'s dead-letter queue has an invocation that its target did not take (ERROR_CODE, ERROR_MESSAGE)',
  calls: ['deadLetters'],
  find: (findings, context) => {
    const { profile } = findings;
    const letters = undelivered(findings, context).filter((one) => !isDenied(one));
    const letter = letters.at(-1);
    if (letter === undefined) return undefined;
    const at = letter.scheduledAt ?? letter.at;
    const error = { type: letter.errorCode, message: letter.errorMessage };
    const said = errorInWords(error, context.quotePayloads);
    const often = letters.length < 2 ? '' : ` (${counted(letters.length, 'invocation')} in the dead-letter queue)`;
    return {
      text: sentence(`The target of the ${triggerName(profile)} did not take the invocation${at === undefined ? '' : ` of ${context.time(at)}`}${often}${said === undefined ? '' : `: ${said}`}`),
      ...(at === undefined ? {} : { at }),
      short: errorInShort(error, context.quotePayloads) ?? 'target refused',
      next: adviceOn(error, `the ${triggerName(profile)}`, `Check that the target of the ${triggerName(profile)} can be started.`),
      link: triggerLink(profile, context.region),
    };
  },
};
