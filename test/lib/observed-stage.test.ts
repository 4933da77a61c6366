import { Rule } from 'aws-cdk-lib/aws-events';
import { Duration, Stack } from 'aws-cdk-lib/core';
import { traitsOf, type SignalId, SIGNALS } from '../../core/signals';
import { ObservedPipeline, PipelineStage, PipelineTrigger, Signal } from '../../lib';
import { newFunction, newMachine, newPipeline, newStack, nightly } from './fixtures';

function pipelineOf(stack: Stack = newStack()): ObservedPipeline {
  return newPipeline(stack, {
    expectation: nightly({ finishWithin: Duration.hours(3), trigger: PipelineTrigger.rule(new Rule(stack, 'Rule', { eventPattern: { source: ['shop'] } })) }),
    stages: [PipelineStage.lambdaFunction(newFunction(stack)), PipelineStage.stateMachine(newMachine(stack))],
  });
}

describe('the alarm of a signal', () => {
  test('is returned by the stage if the signal is about a stage', () => {
    const [load, machine] = pipelineOf().stages;

    expect([Signal.FAILED, Signal.NEAR_TIMEOUT, Signal.SLOWER_THAN_USUAL].map((signal) => load!.alarmFor(signal)?.node.id)).toEqual(['LoadFailed', 'LoadNearTimeout', 'LoadSlowerThanUsual']);
    expect(machine!.alarmFor(Signal.FAILED)?.node.id).toBe('MachineFailed');
  });

  test('is returned by the pipeline if the signal is about the pipeline as a whole', () => {
    const pipeline = pipelineOf();

    expect([Signal.PROOF_OF_LIFE, Signal.DEADLINE, Signal.TRIGGER_UNDELIVERABLE].map((signal) => pipeline.alarmFor(signal)?.node.id))
      .toEqual(['ProofOfLife', 'Deadline', 'TriggerUndeliverable']);
    expect(pipeline.alarmFor(Signal.PROOF_OF_LIFE)).toBe(pipeline.proofOfLifeAlarm);
  });

  test('is undefined if the signal is not watched', () => {
    const pipeline = pipelineOf();

    expect(pipeline.alarmFor(Signal.TRIGGER_RETRIES)).toBeUndefined();
    expect(pipeline.stages[0]!.alarmFor(Signal.STREAM_LAG)).toBeUndefined();
    expect(pipeline.stages[1]!.alarmFor(Signal.NEAR_TIMEOUT)).toBeUndefined();
  });

  test('about a stage cannot be read from the pipeline, which may have several stages', () => {
    expect(() => pipelineOf().alarmFor(Signal.FAILED)).toThrow(new Error(
      'S/Nightly: signal Failed is about a stage and not about the pipeline as a whole; call alarmFor on one of its stages',
    ));
  });

  test('about the pipeline cannot be read from a stage', () => {
    expect(() => pipelineOf().stages[0]!.alarmFor(Signal.PROOF_OF_LIFE)).toThrow(new Error(
      'S/Nightly: signal ProofOfLife is about the pipeline as a whole and not about stage Load; call alarmFor on the ObservedPipeline',
    ));
  });

  test('cannot be read with a text that is not a signal', () => {
    const write = 'write Signal.PROOF_OF_LIFE, Signal.DEADLINE, Signal.TRIGGER_UNDELIVERABLE, Signal.TRIGGER_RETRIES, Signal.FAILED, Signal.NEAR_TIMEOUT, '
      + 'Signal.SLOWER_THAN_USUAL or Signal.STREAM_LAG';

    expect(() => pipelineOf().alarmFor('LoadFailed' as Signal)).toThrow(new Error(`S/Nightly: the signal must be a Signal, got the string 'LoadFailed'; ${write}`));
  });
});

describe('an observed stage', () => {
  test('is returned by addStage', () => {
    const stack = newStack();
    const pipeline = pipelineOf(stack);

    const publish = pipeline.addStage(PipelineStage.lambdaFunction(newFunction(stack, 'Publish'), { stageName: 'PublishOrders' }));

    expect(publish.stageName).toBe('PublishOrders');
    expect(publish.alarmFor(Signal.FAILED)?.node.id).toBe('PublishOrdersFailed');
    expect(pipeline.stages.at(-1)).toBe(publish);
  });

  test('has only the alarms of its own signals', () => {
    expect(pipelineOf().stages.map(({ alarms }) => alarms.map(({ node }) => node.id))).toEqual([
      ['LoadFailed', 'LoadNearTimeout', 'LoadSlowerThanUsual'], ['MachineFailed', 'MachineSlowerThanUsual'],
    ]);
  });

  test('is one of the stages of the pipeline, in the order in which they run', () => {
    expect(pipelineOf().stages.map(({ stageName }) => stageName)).toEqual(['Load', 'Machine']);
  });
});

test('The public enum has each signal of a pipeline and its stages, and none of the observatory itself.', () => {
  const ids = Object.keys(SIGNALS) as SignalId[];

  expect(Object.values(Signal)).toEqual(ids.filter((id) => !['checker', 'delivery'].includes(traitsOf(id).about)));
});
