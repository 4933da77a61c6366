import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { Duration } from 'aws-cdk-lib/core';
import { CustomAlarmThreshold, MonitoringFacade, SnsAlarmActionStrategy } from 'cdk-monitoring-constructs';
import type { Construct } from 'constructs';
import { BareStack } from './bare-stack';

const ANY = { maxErrorCount: 0 };

/**
 * Monitored by cdk-monitoring-constructs: every alarm on bad outcomes that it has, with a threshold of one and defaults
 * otherwise.
 */
export class MonitoringConstructsStack extends BareStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const facade = facadeOf(this);
    facade.monitorStepFunction({
      stateMachine: this.orders,
      addFailedExecutionCountAlarm: { Critical: ANY },
      addAbortedExecutionCountAlarm: { Critical: ANY },
      addThrottledExecutionCountAlarm: { Critical: ANY },
      addTimedOutExecutionCountAlarm: { Critical: ANY },
    });
    for (const lambdaFunction of [this.sync, this.report]) {
      facade.monitorLambdaFunction({ lambdaFunction, addFaultCountAlarm: { Critical: ANY }, addThrottlesCountAlarm: { Critical: ANY } });
    }
  }
}

/**
 * The same, configured for batch jobs: one data point is enough; periods are longer than a run, because Lambda stamps an error
 * with the start of its run; 80 % of the timeout is slow. A minimum of runs is required, with missing data as breaching, in
 * windows that are wide enough for the schedule's own gaps.
 */
export class TunedMonitoringConstructsStack extends BareStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const facade = facadeOf(this);
    const any = { ...ANY, datapointsToAlarm: 1 };
    const silence = { treatMissingDataOverride: TreatMissingData.BREACHING };
    facade.monitorStepFunction({
      stateMachine: this.orders,
      addFailedExecutionCountAlarm: { Critical: any },
      addAbortedExecutionCountAlarm: { Critical: any },
      addThrottledExecutionCountAlarm: { Critical: any },
      addTimedOutExecutionCountAlarm: { Critical: any },
      addDurationP99Alarm: { Warning: { maxDuration: Duration.minutes(72), datapointsToAlarm: 1 } },
      // A day would be too short, because runs do not start at the same second every night.
      addMinStartedExecutionCountAlarm: { Critical: { minRunningTasks: 1, datapointsToAlarm: 1, period: Duration.hours(26), ...silence } },
    });
    this.monitorFunction(facade, this.sync, { period: Duration.minutes(10), maxLatency: Duration.minutes(4), silence: { datapointsToAlarm: 2, period: Duration.hours(1), ...silence } });
    // From Friday to Monday there are three days without a run.
    this.monitorFunction(facade, this.report, { period: Duration.minutes(20), maxLatency: Duration.minutes(12), silence: { datapointsToAlarm: 3, period: Duration.days(1), ...silence } });
  }

  private monitorFunction(facade: MonitoringFacade, lambdaFunction: Function, { period, maxLatency, silence }: FunctionLimits): void {
    const errors = { ...ANY, datapointsToAlarm: 1, period };
    facade.monitorLambdaFunction({
      lambdaFunction,
      addFaultCountAlarm: { Critical: errors },
      addThrottlesCountAlarm: { Critical: errors },
      addMaxLatencyAlarm: { Warning: { maxLatency, datapointsToAlarm: 1, period } },
      addMinInvocationsCountAlarm: { Critical: { minCount: 1, ...silence } },
    });
  }
}

/** How a function's alarms are tuned. */
interface FunctionLimits {
  readonly period: Duration;
  readonly maxLatency: Duration;
  readonly silence: CustomAlarmThreshold;
}

function facadeOf(stack: BareStack): MonitoringFacade {
  return new MonitoringFacade(stack, 'Monitoring', {
    alarmFactoryDefaults: { alarmNamePrefix: 'Example', actionsEnabled: true, action: new SnsAlarmActionStrategy({ onAlarmTopic: stack.topic }) },
  });
}
