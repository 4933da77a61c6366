import { SECOND } from '../../../core/time';
import { hanging, named } from '../shared/failing-calls';

/** The ways in which any call can fail. */
export type Failure = 'denied' | 'throttled' | 'hangs' | 'partial' | 'malformed' | 'slow';

/** What a call does instead of returning its answer. */
export type Act = (answer: () => Promise<unknown>) => Promise<unknown>;

/** A slow call answers before every time limit of the handlers: five seconds for the table, more for other calls. */
const SLOW = 4 * SECOND;

/** The failures as the SDK reports them after four attempts. */
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

/** The call returns another answer. */
export function answers(other: unknown): Act {
  return async () => other;
}

/** The call returns its answer with some fields changed. */
export function answersWith(more: object): Act {
  return async (answer) => ({ ...(await answer()) as object, ...more });
}

function fails(error: Error): Act {
  return () => Promise.reject(error);
}
