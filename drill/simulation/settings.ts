import type { EvaluationRangeGuess } from '../cloudwatch/evaluation-range';

/** What AWS does not document, or documents as a range. A drill may be run under several of these. */
export interface SimulationSettings {
  /** How far back an alarm looks when points are missing. @default 'plusTwo' */
  readonly evaluationRange: EvaluationRangeGuess;
  /** Seconds from the end of a minute's event until CloudWatch shows the points of AWS's own metrics. @default 60 to 120 */
  readonly publicationSeconds: { readonly from: number; readonly to: number };
  /** Seconds until a value given to PutMetricData can be read. @default 60 */
  readonly customPublicationSeconds: number;
  /** The share of Step Functions' points that never arrive; its metrics are best effort. @default 0 */
  readonly bestEffortLoss: number;
  /** Whether a cron with several hours fires in the hour that autumn repeats. AWS says that it does not. @default false */
  readonly servesRepeatedHour: boolean;
  /** Another seed gives other jitter. @default 'drill' */
  readonly seed: string;
  /** Skip checker ticks that cannot change anything; the result is the same, only slower without. @default true */
  readonly skipTicks: boolean;
  /** Evaluate alarms only when their outcome may differ; the result is the same, only slower without. @default true */
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

/** Something that a play rests on although the templates do not show it. */
export interface Assumption {
  /** What it is about: a name or an ARN. */
  readonly where: string;
  /** A sentence or two without a full stop. */
  readonly what: string;
}

/** What a play rests on, each once. */
export class Assumptions {
  readonly #all = new Map<string, Assumption>();

  public add(where: string, what: string): void {
    this.#all.set(`${where} ${what}`, { where, what });
  }

  public get list(): readonly Assumption[] {
    return [...this.#all.values()];
  }
}
