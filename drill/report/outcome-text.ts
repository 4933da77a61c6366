import type { Outcome } from '../result';

/** How an outcome is said and shown. */
export interface OutcomeText {
  /** In a cell of the matrix, where the time to the message is not part of it. */
  readonly cell: string;
  /** In a sentence or a legend. */
  readonly word: string;
  readonly means: string;
  /** Whether something has to be done about it: such an outcome makes a drill fail. */
  readonly wrong: boolean;
  /** Whether the drill played anything: what it did not play proves nothing. */
  readonly played: boolean;
  readonly tone: 'good' | 'bad' | 'warn' | 'calm' | 'none';
}

/** Every outcome, in the order in which a reader should see them: what is wrong comes first. */
export const OUTCOMES: Readonly<Record<Outcome, OutcomeText>> = {
  brokenBefore: { cell: 'BROKEN', word: 'broken before anything was done', means: 'the template is broken as it stands, so the fault proves nothing', wrong: true, played: false, tone: 'bad' },
  undetected: { cell: 'UNDETECTED', word: 'undetected', means: 'it had to be detected, and nobody was notified', wrong: true, played: true, tone: 'bad' },
  falseAlarm: { cell: 'FALSE', word: 'false alarm', means: 'somebody was notified although nothing was wrong, or far too often', wrong: true, played: true, tone: 'bad' },
  detectedLate: { cell: 'LATE', word: 'detected late', means: 'somebody was notified, but later than promised', wrong: true, played: true, tone: 'warn' },
  detected: { cell: '✓', word: 'detected', means: 'somebody was notified in time; the time counts from when it could first be known', wrong: false, played: true, tone: 'good' },
  correctlyQuiet: { cell: 'quiet', word: 'correctly quiet', means: 'nothing was wrong, and nobody was notified', wrong: false, played: true, tone: 'calm' },
  notWatched: { cell: 'opt-out', word: 'not watched', means: 'it can happen, but its owner decided that nobody needs to be notified', wrong: false, played: false, tone: 'none' },
  notPlayed: { cell: 'not played', word: 'not played', means: 'it can happen, but the drill cannot play it, so nothing is proved', wrong: false, played: false, tone: 'none' },
  notApplicable: { cell: 'n/a', word: 'not applicable', means: 'it cannot happen to this pipeline, or is the same fault there as one above', wrong: false, played: false, tone: 'none' },
};
