import { IRole, ManagedPolicy, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from './acknowledge-wildcard';

/** What somebody may do with exactly these resources. */
export interface Access {
  readonly actions: string[];
  readonly resources: string[];
  /** When it holds. @default - always */
  readonly conditions?: Record<string, Record<string, string[]>>;
  /** Why those of the resources that end with a wildcard must. @default - none does */
  readonly wildcard?: string;
}

/** `inline`: a part of the role; `managed`: a resource of its own that is attached to it. */
export type PolicyKind = 'inline' | 'managed';

/** Characters of a policy with nothing in it, and of what its JSON puts around a statement and around one of its texts. */
const FRAME = { policy: 40, statement: 45, text: 3 } as const;
/** What an ARN comes to: most of them are only known at deployment. */
const ARN_LENGTH = 120;

/** How many characters an empty policy takes. */
export const EMPTY_POLICY = FRAME.policy;

/**
 * What a role of the observatory may do for the pipelines of one stack. It lives in that stack and names the role, so that
 * the observatory's stack depends on no pipeline's. Each action is named once, for all resources.
 */
export class AccessPolicy extends Construct {
  private readonly statements = new Map<string, PolicyStatement>();
  private readonly policy: Policy | ManagedPolicy;
  private characters: number = EMPTY_POLICY;

  public constructor(scope: Construct, id: string, role: IRole, kind: PolicyKind) {
    super(scope, id);
    this.policy = kind === 'inline' ? new Policy(this, 'Policy', { roles: [role] }) : new ManagedPolicy(this, 'Policy', { roles: [role] });
  }

  /** How many characters it takes, about: white space is not counted. */
  public get size(): number {
    return this.characters;
  }

  /** How many characters more it would take. */
  public growthBy(access: readonly Access[]): number {
    return growth(access, (key) => this.statements.get(key)?.resources);
  }

  public grant(access: readonly Access[]): void {
    this.characters += this.growthBy(access);
    for (const { resources, wildcard, ...allowed } of access) {
      this.statementOf(allowed).addResources(...resources);
      if (wildcard === undefined) continue;
      for (const resource of resources.filter((one) => one.endsWith('*'))) acknowledgeWildcard(this.policy, resource, wildcard);
    }
  }

  private statementOf({ actions, conditions }: Pick<Access, 'actions' | 'conditions'>): PolicyStatement {
    const key = keyOf({ actions, conditions });
    const known = this.statements.get(key);
    if (known !== undefined) return known;
    const added = new PolicyStatement({ actions, conditions });
    this.statements.set(key, added);
    this.policy.addStatements(added);
    return added;
  }
}

/** How many characters a policy grows by, given the resources that its statements name already. */
export function growth(access: readonly Access[], known: (key: string) => readonly string[] | undefined = () => undefined): number {
  return access.reduce((sum, { actions, resources, conditions }) => {
    const there = known(keyOf({ actions, conditions }));
    const statement = there === undefined ? FRAME.statement + actions.reduce((length, action) => length + action.length + FRAME.text, 0) + conditionText(conditions).length : 0;
    return sum + statement + resources.filter((resource) => !there?.includes(resource)).length * (ARN_LENGTH + FRAME.text);
  }, 0);
}

function keyOf({ actions, conditions }: Pick<Access, 'actions' | 'conditions'>): string {
  return `${actions.join()} ${conditionText(conditions)}`;
}

function conditionText(conditions: Access['conditions']): string {
  return conditions === undefined ? '' : JSON.stringify(conditions);
}
