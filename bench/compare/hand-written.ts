import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { BareStack } from './bare-stack';

/**
 * The two alarms that most teams write themselves: any error within five minutes, and no run within a day. For the state
 * machine, successes are counted: ExecutionsStarted has a second point, of 0, when an execution ends. A sliding day with only
 * that point would alarm for a minute every night.
 */
export class HandWrittenStack extends BareStack {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    const day = Duration.days(1);
    const short = Duration.minutes(5);
    this.pair('Orders', this.orders.metricFailed({ period: short, statistic: 'Sum' }), this.orders.metricSucceeded({ period: day, statistic: 'Sum' }));
    this.pair('Sync', this.sync.metricErrors({ period: short }), this.sync.metricInvocations({ period: day }));
    this.pair('Report', this.report.metricErrors({ period: short }), this.report.metricInvocations({ period: day }));
  }

  private pair(id: string, errors: Metric, runs: Metric): void {
    const failed = new Alarm(this, `${id}Errors`, {
      metric: errors, threshold: 1, evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    });
    const missing = new Alarm(this, `${id}NoRuns`, {
      metric: runs, threshold: 1, evaluationPeriods: 1, treatMissingData: TreatMissingData.BREACHING,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    });
    for (const alarm of [failed, missing]) alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
