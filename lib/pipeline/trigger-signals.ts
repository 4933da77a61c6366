import { Duration } from 'aws-cdk-lib/core';
import type { PipelineTrigger } from '../pipeline-trigger';
import { sumOf } from '../signals/sum-of';
import type { SignalRow } from '../signals/signal-row';
import type { SignalTuning } from '../signals/signal-tuning';
import { COUNT } from '../signals/threshold-unit';
import { lossesOf } from './trigger-source';

/** The name of the signal. */
export const TRIGGER_SIGNAL = 'TriggerUndeliverable';

const PERIOD = Duration.minutes(5);

/** The signal of what starts a pipeline: an invocation was lost between the schedule and the first stage. */
export function triggerSignal(trigger: PipelineTrigger, tuning: SignalTuning | undefined): SignalRow {
  return {
    id: TRIGGER_SIGNAL,
    question: 'FAILED',
    means: 'What starts the pipeline was dropped, refused by its target, or could not be delivered.',
    lookFirst: 'Check that the target exists and that the trigger\'s role may start it.',
    metric: (period) => sumOf([lossesOf(trigger)], 'lost invocations', period),
    period: PERIOD,
    judged: { by: 'static', threshold: 1 },
    unit: COUNT,
    tuning,
  };
}
