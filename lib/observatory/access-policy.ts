import { IRole, ManagedPolicy, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { longest, longestLength } from '../longest/longest-text';
import { LONGEST_ARNS } from '../longest/physical-names';
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

/** Characters of a policy with nothing in it, and of what its JSON puts around a statement, its condition and one of its texts. */
const FRAME = { policy: 40, statement: 45, condition: 13, text: 3 } as const;
/** Of a service without a row of its own: the longest ARN that IAM takes is longer, but no such resource is granted. */
const LONGEST_ARN = 300;

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

  /** How many characters it takes when all names are as long as they can be: white space is not counted. */
  public get size(): number {
    return this.characters;
  }

  /** How many characters more it would take. */
  public growthBy(access: readonly Access[]): number {
    return growth(this, access, (key) => this.statements.get(key)?.resources);
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

/**
 * How many characters a policy grows by at most, given the resources that its statements name already.
 *
 * @param scope where it lies
 */
export function growth(scope: IConstruct, access: readonly Access[], known: (key: string) => readonly string[] | undefined = () => undefined): number {
  return access.reduce((sum, allowed) => {
    const there = known(keyOf(allowed));
    const more = allowed.resources.filter((resource) => !there?.includes(resource));
    return sum + (there === undefined ? statementLength(scope, allowed) : 0) + more.reduce((length, resource) => length + arnLength(scope, resource, allowed.actions) + FRAME.text, 0);
  }, 0);
}

/** A statement without resources. */
function statementLength(scope: IConstruct, { actions, conditions }: Access): number {
  const condition = conditions === undefined ? 0 : FRAME.condition + JSON.stringify(longest(scope, conditions)).length;
  return FRAME.statement + actions.reduce((length, action) => length + action.length + FRAME.text, 0) + condition;
}

function arnLength(scope: IConstruct, arn: string, [action]: readonly string[]): number {
  const service = action?.split(':')[0] ?? '';
  return longestLength(scope, arn, LONGEST_ARNS[service] ?? LONGEST_ARN);
}

function keyOf({ actions, conditions }: Pick<Access, 'actions' | 'conditions'>): string {
  return `${actions.join()} ${conditions === undefined ? '' : JSON.stringify(conditions)}`;
}
