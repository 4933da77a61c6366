import { IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack, Validations } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { StageKind } from '../stages/stage-kind';

/**
 * The checker's permission to ask for the record of runs of exactly the stages that one stack's pipelines observe. It
 * lives in that stack and names the checker's role, so that the observatory's stack depends on no pipeline's.
 */
export class EvidenceAccess extends Construct {
  private readonly statements = new Map<string, PolicyStatement>();
  private policy?: Policy;
  private count = 0;

  public constructor(scope: Construct, id: string, private readonly role: IRole) {
    super(scope, id);
  }

  /** How many resources the policy names. */
  public get resources(): number {
    return this.count;
  }

  public grant(access: StageKind['evidenceAccess']): void {
    for (const { actions, resources } of access) {
      const key = actions.join();
      const statement = this.statements.get(key);
      this.count += resources.length;
      if (statement !== undefined) {
        statement.addResources(...resources);
        continue;
      }
      const added = new PolicyStatement({ actions, resources });
      this.statements.set(key, added);
      this.policyOf().addStatements(added);
    }
  }

  private policyOf(): Policy {
    if (this.policy === undefined) {
      this.policy = new Policy(this, 'Policy', { roles: [this.role] });
      Validations.of(this.policy).acknowledge({
        id: 'AwsSolutions-IAM5',
        reason: `Executions have no ARN of their own before they run: the wildcard stands for those of one state machine. In ${Stack.of(this).stackName}.`,
      });
    }
    return this.policy;
  }
}
