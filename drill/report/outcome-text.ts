import type { Outcome } from '../result';

/** How an outcome is described and shown. */
export interface OutcomeText {
  /** In a cell of the matrix, unless the time to the message is there. */
  readonly cell: string;
  /** In a sentence or a legend. */
  readonly word: string;
  readonly means: string;
  /** Whether you must do something about it: such an outcome makes a drill fail. */
  readonly wrong: boolean;
  /** Whether the drill played it: otherwise it proves nothing. */
  readonly played: boolean;
  readonly tone: 'good' | 'bad' | 'warn' | 'calm' | 'none';
}

/** Every outcome, in the order in which a reader should see them: problems come first. */
export const OUTCOMES: Readonly<Record<Outcome, OutcomeText>> = {
  brokenBefore: { cell: 'BROKEN', word: 'broken before the fault', means: 'the template is broken as it stands, so the fault proves nothing', wrong: true, played: false, tone: 'bad' },
  undetected: { cell: 'UNDETECTED', word: 'undetected', means: 'it had to be detected, and nobody was notified', wrong: true, played: true, tone: 'bad' },
  falseAlarm: { cell: 'FALSE', word: 'false alarm', means: 'somebody was notified although nothing was wrong, or far too often', wrong: true, played: true, tone: 'bad' },
  detectedLate: { cell: 'LATE', word: 'detected late', means: 'somebody was notified, but later than promised', wrong: true, played: true, tone: 'warn' },
  detected: { cell: '✓', word: 'detected', means: 'somebody was notified in time; the time counts from when it could first be known', wrong: false, played: true, tone: 'good' },
  correctlyQuiet: { cell: 'quiet', word: 'correctly quiet', means: 'nothing was wrong, and nobody was notified', wrong: false, played: true, tone: 'calm' },
  notWatched: { cell: 'opt-out', word: 'not watched', means: 'it can happen, but its owner decided that nobody needs to be notified', wrong: false, played: false, tone: 'none' },
  notPlayed: { cell: 'not played', word: 'not played', means: 'it can happen, but the drill cannot play it, so nothing is proved', wrong: false, played: false, tone: 'none' },
  notApplicable: { cell: 'n/a', word: 'not applicable', means: 'it cannot happen to this pipeline, or it is the same fault as another one in this list', wrong: false, played: false, tone: 'none' },
};
