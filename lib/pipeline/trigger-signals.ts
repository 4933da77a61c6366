import { Duration } from 'aws-cdk-lib/core';
import type { PipelineTrigger } from '../pipeline-trigger';
import type { SignalRow } from '../signals/signal-row';
import { sumOf } from '../signals/sum-of';
import { COUNT } from '../signals/threshold-unit';
import { batchPeriod, reachFor } from '../stages/batch-period';
import type { PipelineSignals } from './pipeline-signals';
import { attemptsOf, lossesOf } from './trigger-source';

/** The signals of a trigger, by their names. */
export const TRIGGER_SIGNALS = { lost: 'TriggerUndeliverable', retries: 'TriggerRetries' } as const;

/** Points of triggers are stamped when something happens, and only published late. */
const AT_ONCE = Duration.seconds(0);
/** One attempt that fails is healed by the next; attempts that fail for half an hour are not. */
const LASTING = { period: Duration.minutes(15), evaluationPeriods: 3, datapointsToAlarm: 2 } as const;

/** The signals of what starts a pipeline: an invocation was lost on the way to the first stage, or attempts fail for long. */
export function triggerSignals(trigger: PipelineTrigger, tuning: PipelineSignals): SignalRow[] {
  return [
    {
      id: TRIGGER_SIGNALS.lost,
      question: 'FAILED',
      means: 'What starts the pipeline gave an invocation up: its target refused it, or it could not be delivered.',
      lookFirst: 'Check that the target exists and that the trigger\'s role may start it.',
      metric: (period) => sumOf([lossesOf(trigger)], 'lost invocations', period),
      period: batchPeriod(AT_ONCE),
      reach: reachFor(AT_ONCE),
      judged: { by: 'static', threshold: 1 },
      unit: COUNT,
      tuning: tuning.trigger,
    },
    {
      id: TRIGGER_SIGNALS.retries,
      question: 'FAILED',
      means: 'The target of what starts the pipeline has refused attempts for half an hour; they are repeated until it takes one.',
      lookFirst: 'See what the target answers: an error of its own, or that it is throttled.',
      metric: (period) => sumOf([attemptsOf(trigger)], 'failed attempts', period),
      period: LASTING.period,
      reach: reachFor(AT_ONCE),
      judged: { by: 'static', threshold: 1, evaluationPeriods: LASTING.evaluationPeriods, datapointsToAlarm: LASTING.datapointsToAlarm },
      unit: COUNT,
      onlyWarns: true,
      // Proof of life notifies of a run that does not come in time, whatever the reason; this costs an alarm more.
      enabledByDefault: false,
      tuning: tuning.triggerRetries,
    },
  ];
}
