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
}

/** Every outcome, in the order in which a reader should see them: what is wrong comes first. */
export const OUTCOMES: Readonly<Record<Outcome, OutcomeWords>> = {
  blindSpot: { cell: 'BLIND', word: 'blind spot', means: 'it had to be told, and nobody was', wrong: true, tone: 'bad' },
  falseAlarm: { cell: 'FALSE', word: 'false alarm', means: 'somebody was told for nothing, or far too often', wrong: true, tone: 'bad' },
  toldLate: { cell: 'LATE', word: 'told late', means: 'it was told, but later than promised', wrong: true, tone: 'warn' },
  told: { cell: '✓', word: 'told', means: 'it had to be told, and was, so long after it could first be known', wrong: false, tone: 'good' },
  quiet: { cell: 'quiet', word: 'quiet', means: 'nothing had to be told, and nothing was', wrong: false, tone: 'calm' },
  notApplicable: { cell: 'n/a', word: 'not applicable', means: 'the fault cannot happen to this pipeline', wrong: false, tone: 'none' },
};
