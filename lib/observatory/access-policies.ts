import { IRole, ManagedPolicy, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct, type DependencyGroup, IConstruct } from 'constructs';
import { joinedParts } from '../joined-parts';
import { longest, longestLength } from '../longest-text';
import { LONGEST_ARNS } from '../physical-names';

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
type PolicyKind = 'inline' | 'managed';

/** Characters of a policy with nothing in it, and of what its JSON puts around a statement, its condition and one of its texts. */
const FRAME = { policy: 40, statement: 45, condition: 13, text: 3 } as const;
/** Of a service without a row of its own: the longest ARN that IAM takes is longer, but no such resource is granted. */
const LONGEST_ARN = 300;

/** How many characters an empty policy takes. */
const EMPTY_POLICY = FRAME.policy;

/**
 * What a role of the observatory may do for the pipelines of one stack. It lives in that stack and names the role, so that
 * the observatory's stack depends on no pipeline's. Each action is named once, for all resources.
 */
class AccessPolicy extends Construct {
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
    const key = statementKey({ actions, conditions });
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
function growth(scope: IConstruct, access: readonly Access[], known: (key: string) => readonly string[] | undefined = () => undefined): number {
  return access.reduce((sum, allowed) => {
    const there = known(statementKey(allowed));
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

function statementKey({ actions, conditions }: Pick<Access, 'actions' | 'conditions'>): string {
  return `${actions.join()} ${conditions === undefined ? '' : JSON.stringify(conditions)}`;
}

/** Whose policies they are. */
interface AccessPoliciesProps {
  /** Policies for the pipelines of its stack lie in it. */
  readonly owner: Construct;
  readonly role: IRole;
  /** What the policies are called. */
  readonly id: string;
}

/** A role's inline policies take so many characters together, of which its own permissions take the rest (IAM user guide, "IAM and AWS STS quotas"). */
const INLINE_ROOM = 10_240 - 3_200;
/** A managed policy takes so many … */
const MANAGED_ROOM = 6_144;
/** … and a role so many of them. */
const MOST_MANAGED = 10;

/**
 * What a role of the observatory may do with the resources of all its pipelines, in as many policies as that takes: inline
 * ones as long as there is room, then managed ones.
 */
export class AccessPolicies {
  private readonly policies: { readonly stack: Stack; readonly kind: PolicyKind; readonly policy: AccessPolicy }[] = [];

  public constructor(private readonly props: AccessPoliciesProps) {}

  /**
   * @param pipeline for whose sake it is, and in whose stack the policy lies
   * @param policies gets the policy, for what is to be made after it
   * @returns false when the role can hold no more: then nothing is granted
   */
  public grant(pipeline: IConstruct, access: readonly Access[], policies?: DependencyGroup): boolean {
    if (access.length === 0) return true;
    const policy = this.policyFor(Stack.of(pipeline), access);
    policy?.grant(access);
    if (policy !== undefined) policies?.add(policy);
    return policy !== undefined;
  }

  private policyFor(stack: Stack, access: readonly Access[]): AccessPolicy | undefined {
    const [inline] = this.of('inline', stack);
    const taken = this.of('inline').reduce((sum, policy) => sum + policy.size, 0);
    const more = inline?.growthBy(access) ?? EMPTY_POLICY + growth(stack, access);
    if (taken + more <= INLINE_ROOM) return inline ?? this.make(stack, 'inline');
    const open = this.of('managed', stack).find((policy) => policy.size + policy.growthBy(access) <= MANAGED_ROOM);
    const isRoom = this.of('managed').length < MOST_MANAGED && EMPTY_POLICY + growth(stack, access) <= MANAGED_ROOM;
    return open ?? (isRoom ? this.make(stack, 'managed') : undefined);
  }

  /**
   * The name of an inline policy follows from the id, and a role has one policy of a name: the stack must be part of it,
   * or the stacks would overwrite each other's permissions.
   */
  private make(stack: Stack, kind: PolicyKind): AccessPolicy {
    const { owner, role, id } = this.props;
    const suffix = kind === 'inline' ? '' : `More${this.of(kind, stack).length + 1}`;
    const policy = stack === Stack.of(owner)
      ? new AccessPolicy(owner, `${id}${suffix}`, role, kind)
      : new AccessPolicy(stack, `${id}${suffix}-${shortAddress(owner)}-${shortAddress(stack)}`, role, kind);
    this.policies.push({ stack, kind, policy });
    return policy;
  }

  private of(kind: PolicyKind, stack?: Stack): AccessPolicy[] {
    return this.policies.filter((one) => one.kind === kind && (stack === undefined || one.stack === stack)).map(({ policy }) => policy);
  }
}

/** Tells apart what several observatories or stacks make in one scope. */
export function shortAddress(construct: IConstruct): string {
  return construct.node.addr.slice(-8);
}

/**
 * Gives the reason why a finding of cdk-nag 3 may stand, as `Validations.acknowledge` does; the oldest aws-cdk-lib that this
 * package accepts has no such class.
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  construct.node.addMetadata('aws:cdk:acknowledged-rules', { [id]: reason });
}

/**
 * Gives the reason for one resource with a wildcard in a policy, for apps that run cdk-nag's AwsSolutions pack. Since
 * cdk-nag 3 each finding is acknowledged by itself, by its rule and the resource as the template shows it; where stacks
 * refer to each other that is settled only when the tree is validated.
 */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  construct.node.addValidation({
    validate: () => {
      acknowledge(construct, `AwsSolutions-IAM5[Resource::${flat(Stack.of(construct).resolve(resource))}]`, reason);
      return [];
    },
  });
}

/** A resolved string in one line, as cdk-nag names it: `arn:<AWS::Partition>:…`. */
function flat(value: unknown): string {
  return joinedParts(value).map((part) => {
    if (typeof part === 'string') return part;
    const { 'Fn::GetAtt': attribute, Ref: reference } = part as { 'Fn::GetAtt'?: string[]; Ref?: string };
    if (attribute !== undefined) return `<${attribute.join('.')}>`;
    return reference === undefined ? JSON.stringify(part) : `<${reference}>`;
  }).join('');
}
