import { IRole, ManagedPolicy, Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct, type DependencyGroup, IConstruct } from 'constructs';
import { joinedParts } from '../joined-parts';
import { longest, longestLength } from '../longest-text';
import { LONGEST_ARNS } from '../physical-names';

/** Actions that are allowed on exactly these resources. */
export interface Access {
  readonly actions: string[];
  readonly resources: string[];
  /** When the permission applies. @default - always */
  readonly conditions?: Record<string, Record<string, string[]>>;
  /** Why a resource has to end with a wildcard. @default - none does */
  readonly wildcard?: string;
}

/** `inline`: a part of the role; `managed`: a resource of its own that is attached to it. */
type PolicyKind = 'inline' | 'managed';

/** Characters of an empty policy, and of what its JSON adds around a statement, its condition and one of its texts. */
const FRAME = { policy: 40, statement: 45, condition: 13, text: 3 } as const;
/** For a service without a row of its own. IAM accepts longer ARNs, but no such resource is granted. */
const LONGEST_ARN = 300;

/** How many characters an empty policy takes. */
const EMPTY_POLICY = FRAME.policy;

/**
 * What a role of the observatory may do for the pipelines of one stack. The policy lives in that stack and names the role, so
 * the observatory's stack does not depend on a pipeline's stack. Each action is named once, for all resources.
 */
class AccessPolicy extends Construct {
  private readonly statements = new Map<string, PolicyStatement>();
  private readonly policy: Policy | ManagedPolicy;
  private characters: number = EMPTY_POLICY;

  public constructor(scope: Construct, id: string, role: IRole, kind: PolicyKind) {
    super(scope, id);
    this.policy = kind === 'inline' ? new Policy(this, 'Policy', { roles: [role] }) : new ManagedPolicy(this, 'Policy', { roles: [role] });
  }

  /** How many characters the policy has when all names are as long as possible. White space does not count. */
  public get size(): number {
    return this.characters;
  }

  /** By how many characters the policy would grow. */
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
 * By how many characters a policy grows at most, given the resources that its statements already name.
 *
 * @param scope where the policy lives
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

/** Whose policies these are. */
interface AccessPoliciesProps {
  /** Policies for pipelines of the same stack live in this construct. */
  readonly owner: Construct;
  readonly role: IRole;
  /** How the ids of the policies begin. */
  readonly id: string;
}

/** Room for these policies among a role's inline policies. Its own permissions take the rest (IAM user guide, "IAM and AWS STS quotas"). */
const INLINE_ROOM = 10_240 - 3_200;
/** How many characters a managed policy may have. */
const MANAGED_ROOM = 6_144;
/** How many managed policies a role may have. */
const MOST_MANAGED = 10;

/**
 * What a role of the observatory may do with the resources of all its pipelines. It takes as many policies as necessary: inline
 * policies while there is room, then managed policies.
 */
export class AccessPolicies {
  private readonly policies: { readonly stack: Stack; readonly kind: PolicyKind; readonly policy: AccessPolicy }[] = [];

  public constructor(private readonly props: AccessPoliciesProps) {}

  /**
   * @param pipeline who needs the permission; the policy lives in its stack
   * @param policies collects the policies, for resources that must be created after them
   * @returns false when the role can hold no more; then nothing is granted
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
   * The name of an inline policy follows from its id, and a role has one policy of each name. So the stack is part of the id;
   * otherwise stacks would overwrite each other's permissions.
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

/** A short text that differs between observatories or stacks that create things in one scope. */
export function shortAddress(construct: IConstruct): string {
  return construct.node.addr.slice(-8);
}

/**
 * Acknowledges a finding of cdk-nag 3 with a reason, as `Validations.acknowledge` does. The oldest supported aws-cdk-lib does
 * not have that class.
 */
export function acknowledge(construct: IConstruct, id: string, reason: string): void {
  construct.node.addMetadata('aws:cdk:acknowledged-rules', { [id]: reason });
}

/**
 * Acknowledges one resource with a wildcard in a policy, for apps that run cdk-nag's AwsSolutions pack. Since cdk-nag 3 each
 * finding is acknowledged by its rule and by the resource as the template shows it. Where stacks refer to each other, that text
 * is known only when the tree is validated.
 */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  construct.node.addValidation({
    validate: () => {
      acknowledge(construct, `AwsSolutions-IAM5[Resource::${flat(Stack.of(construct).resolve(resource))}]`, reason);
      return [];
    },
  });
}

/** A resolved string on one line, as cdk-nag writes it: `arn:<AWS::Partition>:…`. */
function flat(value: unknown): string {
  return joinedParts(value).map((part) => {
    if (typeof part === 'string') return part;
    const { 'Fn::GetAtt': attribute, Ref: reference } = part as { 'Fn::GetAtt'?: string[]; Ref?: string };
    if (attribute !== undefined) return `<${attribute.join('.')}>`;
    return reference === undefined ? JSON.stringify(part) : `<${reference}>`;
  }).join('');
}
