import { Annotations, IAspect } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { checkTopicsOf, findingsOf } from './registry';

/**
 * Checks every alarm, composite alarm and dashboard of a scope against those limits of CloudWatch that neither CDK nor
 * CloudFormation checks before the deployment. The alarms of this library are always checked. Apply the aspect to an app to
 * check your own alarms too. A finding is an error that names the construct and what to do. A topic of this app that may
 * block the alarm is a warning.
 *
 * @example
 * declare const app: App;
 * Aspects.of(app).add(new AlarmChecks());
 */
export class AlarmChecks implements IAspect {
  /** Called by CDK for every construct of the scope. */
  public visit(node: IConstruct): void {
    checkTopicsOf(node);
    for (const { finding } of findingsOf(node)) Annotations.of(node).addError(finding);
  }
}
