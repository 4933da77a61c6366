import type { Instant } from '../../core/time';
import type { Account } from '../account/model';
import type { DrillPipeline } from '../pipeline';
import type { DeliveredMessage } from '../result';
import type { Condition } from '../world/conditions';
import type { RunRecord } from '../world/runs/run-log';
import type { NeedId } from './needs';
import type { Scene } from './scene';

/** At which severity a fault has to be told: that of the pipeline's proof of life, or one that is the same for all. */
export type WantedSeverity = 'ofThePipeline' | 'critical' | 'warning';

/** What has to be told, and until when. */
export interface Debt {
  /** When it can first be known that something is wrong, as far as that can be said beforehand. */
  readonly knowableAt: Instant;
  /** The same from the runs as they were; undefined leaves it at what was said beforehand. */
  readonly knownFrom?: (runs: readonly RunRecord[]) => Instant | undefined;
  /** Whether it says again what was told before: how long that takes says nothing about how fast a breakdown is noticed. @default false */
  readonly repeats?: boolean;
  /** How soon after that somebody has to be told. */
  readonly withinSeconds: number;
  /** Whether a message is about this debt. @default - any is, in the time nearest to it */
  readonly paidBy?: (message: DeliveredMessage) => boolean;
}

/** A fault laid out for one pipeline. */
export interface Play {
  readonly conditions: readonly Condition[];
  /** When it begins to be out of order; whatever is told before is a false alarm. */
  readonly begins: Instant;
  /** What has to be told; each by a message of its own. Empty: nothing may be told. */
  readonly debts: readonly Debt[];
  /** @default 'ofThePipeline' */
  readonly severity?: WantedSeverity;
  /** From when on everything is in order again; absent when it stays broken. */
  readonly heals?: Instant;
  /** No message may say before that that it has recovered. @default - a message may */
  readonly unhealedUntil?: Instant;
  /** When the play is over. */
  readonly to: Instant;
  /** More messages than this are a storm. @default - no limit */
  readonly mostMessages?: number;
  /** What must not be told meanwhile, since something else says it. */
  readonly unwanted?: (message: DeliveredMessage) => boolean;
}

/** One breakdown, or something that looks like one and must stay quiet. */
export interface Fault {
  /** In camelCase; unique. */
  readonly id: string;
  /** A few words for a table. */
  readonly title: string;
  /** What happens, in a sentence or two. */
  readonly what: string;
  readonly expects: 'told' | 'silence';
  /** Whether it happens to all pipelines at once, so that they are played together. @default false */
  readonly together?: boolean;
  /** Whether it comes on slowly, over days. @default false */
  readonly gradual?: boolean;
  /** The least time that must pass before it, in days, so that what it relies on has settled. */
  readonly warmUpDays?: number;
  /** What a pipeline must have, or be, for it to be played there. @default - it is played against every pipeline */
  readonly needs?: readonly NeedId[];
  /**
   * Why the library is known not to detect it at a pipeline yet; undefined where it is meant to. What is not detected is
   * undetected all the same: a report lists it with this reason.
   */
  readonly knownGap?: (pipeline: DrillPipeline, account: Account) => string | undefined;
  /** The moment around which it is played, where that is not just any. Undefined: there is none, so it cannot happen. */
  readonly when?: (pipeline: DrillPipeline, after: Instant) => Instant | undefined;
  readonly play: (scene: Scene) => Play;
}
