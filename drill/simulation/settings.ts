import type { EvaluationRangeGuess } from '../cloudwatch/evaluation-range';

/** What AWS does not document, or documents as a range. You can run a drill with several of these settings. */
export interface SimulationSettings {
  /** How far back an alarm looks when points are missing. @default 'plusTwo' */
  readonly evaluationRange: EvaluationRangeGuess;
  /** Seconds from the end of an event's minute until CloudWatch shows the points of AWS's own metrics. @default 60 to 120 */
  readonly publicationSeconds: { readonly from: number; readonly to: number };
  /** Seconds until a value of PutMetricData can be read. @default 60 */
  readonly customPublicationSeconds: number;
  /** The share of Step Functions' points that never arrive; its metrics are best effort. @default 0 */
  readonly bestEffortLoss: number;
  /**
   * Whether a cron with several hours fires in the hour that is repeated in autumn. AWS documents that it does not. @default
   * false
   */
  readonly servesRepeatedHour: boolean;
  /** Another seed gives other jitter. @default 'drill' */
  readonly seed: string;
  /** Skips checker ticks that cannot change anything. Without it the result is the same but takes longer. @default true */
  readonly skipTicks: boolean;
  /** Evaluates alarms only when their outcome may differ. Without it the result is the same but takes longer. @default true */
  readonly skipEvaluations: boolean;
}

export const DEFAULT_SETTINGS: SimulationSettings = {
  evaluationRange: 'plusTwo',
  publicationSeconds: { from: 60, to: 120 },
  customPublicationSeconds: 60,
  bestEffortLoss: 0,
  servesRepeatedHour: false,
  seed: 'drill',
  skipTicks: true,
  skipEvaluations: true,
};

/** Something that a play relies on although the templates do not show it. */
export interface Assumption {
  /** Its subject: a name or an ARN. */
  readonly where: string;
  /** A sentence or two without a full stop at the end. */
  readonly what: string;
}

/** What a play relies on, each assumption once. */
export class Assumptions {
  readonly #all = new Map<string, Assumption>();

  public add(where: string, what: string): void {
    this.#all.set(`${where} ${what}`, { where, what });
  }

  public get list(): readonly Assumption[] {
    return [...this.#all.values()];
  }
}
