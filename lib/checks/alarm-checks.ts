import { Annotations, IAspect } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import { checkTopicsOf, findingsOf } from './registry';

/**
 * Checks every alarm, composite alarm and dashboard of a scope against CloudWatch's limits that neither CDK nor
 * CloudFormation checks before the deployment. This library's own constructs are checked always; apply the aspect to an
 * app to check what was written by hand too. A finding is an error that names the construct and the remedy;
 * that a topic of this app may not take the alarm is a warning.
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
