import { IRole, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { StageKind } from '../stages/stage-kind';
import { acknowledgeWildcard } from './acknowledge-wildcard';

/**
 * The checker's permission to ask for the record of runs of exactly the stages that one stack's pipelines observe. It
 * lives in that stack and names the checker's role, so that the observatory's stack depends on no pipeline's.
 */
export class EvidenceAccess extends Construct {
  private readonly statements = new Map<string, PolicyStatement>();
  private readonly policy: Policy;

  public constructor(scope: Construct, id: string, role: IRole) {
    super(scope, id);
    this.policy = new Policy(this, 'Policy', { roles: [role] });
  }

  /** How many resources the policy names. */
  public get resources(): number {
    return [...this.statements.values()].reduce((sum, statement) => sum + statement.resources.length, 0);
  }

  public grant(access: StageKind['evidenceAccess']): void {
    for (const { actions, resources } of access) {
      this.statementOf(actions).addResources(...resources);
      for (const resource of resources.filter((one) => one.endsWith('*'))) {
        acknowledgeWildcard(this.policy, resource, 'An execution has no ARN before it runs: the wildcard stands for those of one state machine.');
      }
    }
  }

  private statementOf(actions: string[]): PolicyStatement {
    const key = actions.join();
    const known = this.statements.get(key);
    if (known !== undefined) return known;
    const added = new PolicyStatement({ actions });
    this.statements.set(key, added);
    this.policy.addStatements(added);
    return added;
  }
}
