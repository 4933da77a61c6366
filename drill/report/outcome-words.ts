import type { Outcome } from '../result';

/** How an outcome is said and shown. */
export interface OutcomeWords {
  /** In a cell of the matrix, where the time to the message is not part of it. */
  readonly cell: string;
  /** In a sentence or a legend. */
  readonly word: string;
  readonly means: string;
  /** Whether something has to be done about it: such an outcome makes a drill fail. */
  readonly wrong: boolean;
  readonly tone: 'good' | 'bad' | 'warn' | 'calm' | 'none';
  /** What to do about it, where the result itself gives no better advice. */
  readonly remedy?: string;
}

/** Every outcome, in the order in which a reader should see them: what is wrong comes first. */
export const OUTCOMES: Readonly<Record<Outcome, OutcomeWords>> = {
  blindSpot: {
    cell: 'BLIND', word: 'blind spot', means: 'it had to be told, and nobody was', wrong: true, tone: 'bad',
    remedy: 'Add an alarm that sees it (an ObservedPipeline with an expectation does), give it an action, and see that somebody has confirmed the subscription.',
  },
  falseAlarm: {
    cell: 'FALSE', word: 'false alarm', means: 'nothing was wrong, and somebody was told', wrong: true, tone: 'bad',
    remedy: 'Widen the tolerance that was crossed (startWithin, maxDuration, failuresToAlarm), or tune or switch off the signal that spoke.',
  },
  toldLate: {
    cell: 'LATE', word: 'told late', means: 'it was told, but later than promised', wrong: true, tone: 'warn',
    remedy: 'Watch the pipeline by its expectation rather than by a window over metrics, or shorten the alarm\'s period and its number of periods.',
  },
  told: { cell: '✓', word: 'told', means: 'it had to be told, and was, so long after it could first be known', wrong: false, tone: 'good' },
  quiet: { cell: 'quiet', word: 'quiet', means: 'nothing had to be told, and nothing was', wrong: false, tone: 'calm' },
  notApplicable: { cell: 'n/a', word: 'not applicable', means: 'the fault cannot happen to this pipeline', wrong: false, tone: 'none' },
};
