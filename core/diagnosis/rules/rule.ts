import type { DiagnosisContext } from '../context';
import type { Reason } from '../diagnosis';
import type { DiagnosisCall } from '../permissions';

/** What sort of cause a rule looks for; which sort comes first depends on what is to be explained (../ranking.ts). */
export type Family =
  /** It cannot run at all: deleted, forbidden, not usable. */
  | 'existence'
  /** It was not started. */
  | 'trigger'
  /** What it depends on is broken. */
  | 'upstream'
  /** It has not ended yet. */
  | 'running'
  /** It says itself why it failed. */
  | 'failure'
  /** It has too little of something. */
  | 'capacity'
  /** It is not what it was when it last worked. */
  | 'change';

/** A reason before its rule's name is added. Its text is already safe to send. */
export type Found = Omit<Reason, 'id'>;

/** One reason: what is looked at, and what is said when it is found. */
export interface Rule<Subject> {
  readonly id: string;
  readonly family: Family;
  /** For the documentation: what is seen. */
  readonly seen: string;
  /** The calls whose answers it needs. */
  readonly calls: readonly DiagnosisCall[];
  readonly find: (subject: Subject, context: DiagnosisContext) => Found | undefined;
}
