import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib/core';
import { AlarmFactoryDefaults, MonitoringFacade, SnsAlarmActionStrategy } from 'cdk-monitoring-constructs';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../lib';

/** One Lambda function and one state machine: the workload that every contender monitors. */
export interface Workload {
  readonly fn: Function;
  readonly machine: StateMachine;
}

/** A way to monitor workloads in a stack. */
export interface Contender {
  readonly name: string;
  /** Creates what is shared, and returns a function that monitors one workload. */
  readonly prepare: (stack: Stack) => (id: string, workload: Workload) => void;
}

export const NOTHING: Contender = { name: 'workload alone', prepare: () => () => undefined };

export const OURS: Contender = {
  name: 'cdk-observed-pipeline',
  prepare: (stack) => {
    const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')] });
    return (id, { fn, machine }) => {
      new ObservedPipeline(stack, id, {
        stages: [PipelineStage.stateMachine(machine), PipelineStage.lambdaFunction(fn)],
        expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2', timeZone: TimeZone.AMERICA_NEW_YORK }), { maxDuration: Duration.hours(2) }),
        owner: 'data-platform',
        observatory,
      });
    };
  },
};

/** The other library, with the alarms that come nearest to the same coverage; it has none for a missing run. */
export const PEER: Contender = {
  name: 'cdk-monitoring-constructs',
  prepare: (stack) => {
    const topic = new Topic(stack, 'Alarms');
    const defaults: AlarmFactoryDefaults = { alarmNamePrefix: stack.stackName, actionsEnabled: true, action: new SnsAlarmActionStrategy({ onAlarmTopic: topic }) };
    const facade = new MonitoringFacade(stack, 'Monitoring', { alarmFactoryDefaults: defaults });
    const once = { evaluationPeriods: 1, datapointsToAlarm: 1 };
    return (id, { fn, machine }) => {
      facade.monitorStepFunction({
        stateMachine: machine,
        alarmFriendlyName: `${id}Machine`,
        addFailedExecutionCountAlarm: { Critical: { maxErrorCount: 0, ...once } },
        addTimedOutExecutionCountAlarm: { Critical: { maxErrorCount: 0, ...once } },
        addAbortedExecutionCountAlarm: { Critical: { maxErrorCount: 0, ...once } },
        addThrottledExecutionCountAlarm: { Critical: { maxErrorCount: 0, ...once } },
        addDurationP99Alarm: { Warning: { maxDuration: Duration.hours(2) } },
      });
      facade.monitorLambdaFunction({
        lambdaFunction: fn,
        alarmFriendlyName: `${id}Function`,
        addFaultCountAlarm: { Critical: { maxErrorCount: 0, ...once } },
        addThrottlesCountAlarm: { Critical: { maxErrorCount: 0, ...once } },
        addLatencyP99Alarm: { Warning: { maxLatency: Duration.minutes(4) } },
      });
    };
  },
};

/** A stack with a number of workloads, monitored by a contender. */
export function stackOf(contender: Contender, pipelines: number): { app: App; stack: Stack } {
  const app = new App();
  const stack = new Stack(app, 'Bench');
  const watch = contender.prepare(stack);
  for (let index = 0; index < pipelines; index += 1) {
    const fn = new Function(stack, `Function${index}`, {
      code: Code.fromInline('exports.handler = async () => {};'), handler: 'index.handler', runtime: Runtime.NODEJS_24_X, timeout: Duration.minutes(5),
    });
    const machine = new StateMachine(stack, `Machine${index}`, {
      definitionBody: DefinitionBody.fromChainable(new Pass(stack, `Pass${index}`)), timeout: Duration.hours(1),
    });
    watch(`Nightly${index}`, { fn, machine });
  }
  return { app, stack };
}
