import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct, DependencyGroup, IConstruct } from 'constructs';
import { Access, AccessPolicy, EMPTY_POLICY, growth, PolicyKind } from './access-policy';

/** Whose policies they are. */
export interface AccessPoliciesProps {
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
