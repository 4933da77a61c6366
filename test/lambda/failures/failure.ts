import { SECOND } from '../../../core/time';
import { hanging, named } from '../shared/failing-calls';

/** How a call fails. */
export type Failure = 'denied' | 'throttled' | 'hangs' | 'partial' | 'malformed' | 'slow';

/** What a call does instead of answering. */
export type Act = (answer: () => Promise<unknown>) => Promise<unknown>;

/** A call that is slow has answered before anybody's patience is over: five seconds for the table, more for the rest. */
const SLOW = 4 * SECOND;

/** The ways in which any call can fail, as the SDK shows them after it has tried four times. */
export const FAILURES: Readonly<Record<Failure, { readonly called: string; readonly act: Act }>> = {
  denied: { called: 'denied', act: fails(named('AccessDeniedException', 'not authorized')) },
  throttled: { called: 'throttled', act: fails(named('ThrottlingException', 'Rate exceeded')) },
  hangs: { called: 'hangs', act: hanging },
  partial: { called: 'breaks off', act: fails(named('Error', 'socket hang up')) },
  malformed: { called: 'cannot be parsed', act: fails(named('SyntaxError', 'Unexpected token < in JSON at position 0')) },
  slow: {
    called: 'slow',
    act: async (answer) => {
      await new Promise((resolve) => { setTimeout(resolve, SLOW); });
      return answer();
    },
  },
};

/** The call answers something else. */
export function answers(other: unknown): Act {
  return async () => other;
}

/** The call answers what it would, with something of it changed. */
export function answersWith(more: object): Act {
  return async (answer) => ({ ...(await answer()) as object, ...more });
}

function fails(error: Error): Act {
  return () => Promise.reject(error);
}
