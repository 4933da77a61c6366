import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Duration } from 'aws-cdk-lib/core';
import { MonitoringFacade, SnsAlarmActionStrategy } from 'cdk-monitoring-constructs';
import type { Contender } from '../pipelines';

/** cdk-monitoring-constructs with an alarm for each signal of this library that it can express. */
export const EQUAL: Contender = {
  name: 'the same at equal coverage',
  prepare: (stack) => {
    const topic = new Topic(stack, 'Alarms');
    const facade = new MonitoringFacade(stack, 'Monitoring', {
      alarmFactoryDefaults: { alarmNamePrefix: stack.stackName, actionsEnabled: true, action: new SnsAlarmActionStrategy({ onAlarmTopic: topic }) },
    });
    const any = { maxErrorCount: 0, evaluationPeriods: 1, datapointsToAlarm: 1 };
    const silence = { datapointsToAlarm: 1, period: Duration.hours(26), treatMissingDataOverride: TreatMissingData.BREACHING };
    return (id, { fn, machine }) => {
      facade.monitorStepFunction({
        stateMachine: machine,
        alarmFriendlyName: `${id}Machine`,
        addFailedExecutionCountAlarm: { Critical: any },
        addTimedOutExecutionCountAlarm: { Critical: any },
        addAbortedExecutionCountAlarm: { Critical: any },
        addThrottledExecutionCountAlarm: { Critical: any },
        addDurationP99Alarm: { Warning: { maxDuration: Duration.hours(2) } },
        addMinStartedExecutionCountAlarm: { Critical: { minRunningTasks: 1, ...silence } },
      });
      facade.monitorLambdaFunction({
        lambdaFunction: fn,
        alarmFriendlyName: `${id}Function`,
        addFaultCountAlarm: { Critical: any },
        addThrottlesCountAlarm: { Critical: any },
        addMaxLatencyAlarm: { Warning: { maxLatency: Duration.minutes(4) } },
        addMinInvocationsCountAlarm: { Critical: { minCount: 1, ...silence } },
      });
    };
  },
};

/** The signals that it has no alarm for, so that nobody compares the prices of different things. */
export const LACKS: readonly string[] = [
  'a run that hangs, is late or fails for good, relative to its due time (it has only a minimum of runs within 26 hours)',
  'events that were dropped on their way to a function or to its destination',
  'runs that take unusually long',
  'the monitoring itself: a topic without subscribers, failed deliveries',
];
