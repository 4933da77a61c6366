import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { QUESTIONS, traitsOf } from '../../core/signals';
import { oneOf, requireArgument, required } from '../argument-shapes';
import { Signal } from '../signals/signal';
import type { SettledRow } from '../signals/signal-row';

/** A signal that is watched, with its alarm. */
export interface WatchedSignal {
  readonly row: SettledRow;
  /** The name of its stage; absent for a signal of the pipeline as a whole. */
  readonly stage?: string;
  readonly alarm: Alarm;
}

/** The alarms, in the order of the questions they answer: alive, failed, slow. */
export function alarmsInOrder(watched: readonly WatchedSignal[]): Alarm[] {
  const rank = ({ row }: WatchedSignal): number => QUESTIONS.indexOf(traitsOf(row.id).question);
  return [...watched].sort((a, b) => rank(a) - rank(b)).map(({ alarm }) => alarm);
}

/** The alarm of a signal; undefined where it is not watched. */
export function alarmOn(watched: readonly WatchedSignal[], signal: Signal): Alarm | undefined {
  return watched.find(({ row }) => row.id === signal)?.alarm;
}

/** Whether a signal is about a stage, and not about the pipeline as a whole. @throws when it is no signal */
export function isAboutStage(where: string, signal: Signal): boolean {
  requireArgument(where, 'the signal', signal, required(oneOf('Signal', Signal)));
  return traitsOf(signal).about === 'stage';
}

/** A stage of a pipeline, with its alarms. `ObservedPipeline.addStage()` returns it. */
export class ObservedStage {
  /** @internal */
  public static _of(where: string, stageName: string, watched: () => readonly WatchedSignal[]): ObservedStage {
    return new ObservedStage(where, stageName, watched);
  }

  private constructor(
    private readonly where: string,
    /** The name of this stage for people, unique within its pipeline. */
    public readonly stageName: string,
    private readonly watched: () => readonly WatchedSignal[],
  ) {}

  /** The alarms of this stage, in the order of the questions they answer: failed, slow. */
  public get alarms(): Alarm[] {
    return alarmsInOrder(this.watched());
  }

  /**
   * The alarm of a signal of this stage: FAILED, NEAR_TIMEOUT, SLOWER_THAN_USUAL or STREAM_LAG.
   *
   * @returns undefined where the signal is not watched
   * @throws when the signal is about the pipeline as a whole
   */
  public alarmFor(signal: Signal): Alarm | undefined {
    if (!isAboutStage(this.where, signal)) {
      throw new Error(`${this.where}: signal ${signal} is about the pipeline as a whole and not about stage ${this.stageName}; call alarmFor on the ObservedPipeline`);
    }
    return alarmOn(this.watched(), signal);
  }
}
