import { IRole, ManagedPolicy, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard';

/** What somebody may do with exactly these resources. */
export interface Access {
  readonly actions: string[];
  readonly resources: string[];
  /** Why those of the resources that end with a wildcard must. @default - none does */
  readonly wildcard?: string;
}

/** `inline`: part of the role, which holds 10,240 characters of them; `managed`: one of the ten that a role may have, of 6,144 characters each (IAM user guide, "IAM and AWS STS quotas"). */
export type PolicyKind = 'inline' | 'managed';

/**
 * What a role of the observatory may do for the pipelines of one stack. It lives in that stack and names the role, so that
 * the observatory's stack depends on no pipeline's. Each action is named once, for all resources.
 */
export class AccessPolicy extends Construct {
  private readonly statements = new Map<string, PolicyStatement>();
  private readonly policy: Policy | ManagedPolicy;

  public constructor(scope: Construct, id: string, role: IRole, kind: PolicyKind) {
    super(scope, id);
    this.policy = kind === 'inline' ? new Policy(this, 'Policy', { roles: [role] }) : new ManagedPolicy(this, 'Policy', { roles: [role] });
  }

  /** How many resources it names. */
  public get resources(): number {
    return [...this.statements.values()].reduce((sum, statement) => sum + statement.resources.length, 0);
  }

  public grant(access: readonly Access[]): void {
    for (const { actions, resources, wildcard } of access) {
      this.statementOf(actions).addResources(...resources);
      if (wildcard === undefined) continue;
      for (const resource of resources.filter((one) => one.endsWith('*'))) acknowledgeWildcard(this.policy, resource, wildcard);
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
