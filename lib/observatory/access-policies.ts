import type { IRole } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct, IConstruct } from 'constructs';
import { Access, AccessPolicy, PolicyKind } from './access-policy';

/** Where the policies of a role come from and how many of them it holds. */
export interface AccessPoliciesProps {
  /** Whose role it is: policies for pipelines of its own stack lie in it. */
  readonly owner: Construct;
  readonly role: IRole;
  /** What the policies are called. */
  readonly id: string;
  /** So many resources of pipelines the role's inline policies may name together. @default - any number */
  readonly inlineRoom?: number;
}

/** So many resources a managed policy may name: an ARN takes about 120 of its characters, and the actions the rest. */
const MANAGED_ROOM = 48;
/** A role has so many managed policies (IAM user guide, "IAM and AWS STS quotas"). */
const MOST_MANAGED = 10;

/**
 * What a role of the observatory may do with the resources of all its pipelines, in as many policies as that takes: inline
 * ones as long as there is room, then managed ones.
 */
export class AccessPolicies {
  private readonly policies: { readonly stack: Stack; readonly kind: PolicyKind; readonly policy: AccessPolicy }[] = [];

  public constructor(private readonly props: AccessPoliciesProps) {}

  /** How many resources its policies name. */
  public get resources(): number {
    return this.policies.reduce((sum, { policy }) => sum + policy.resources, 0);
  }

  /** Whether the role can hold no more of them. */
  public get isOverfull(): boolean {
    return this.policies.filter(({ kind }) => kind === 'managed').length > MOST_MANAGED;
  }

  /** @param pipeline for whose sake it is, and in whose stack the policy lies */
  public grant(pipeline: IConstruct, access: readonly Access[]): void {
    const wanted = access.reduce((sum, { resources }) => sum + resources.length, 0);
    if (wanted > 0) this.policyFor(Stack.of(pipeline), wanted).grant(access);
  }

  private policyFor(stack: Stack, wanted: number): AccessPolicy {
    const kind: PolicyKind = this.count('inline') + wanted <= (this.props.inlineRoom ?? Infinity) ? 'inline' : 'managed';
    const here = this.policies.filter((one) => one.stack === stack && one.kind === kind);
    const open = here.find(({ policy }) => kind === 'inline' || policy.resources + wanted <= MANAGED_ROOM);
    if (open !== undefined) return open.policy;
    const policy = this.make(stack, kind, here.length);
    this.policies.push({ stack, kind, policy });
    return policy;
  }

  /**
   * The name of an inline policy follows from the id, and a role has one policy of a name: the stack must be part of it,
   * or the stacks would overwrite each other's permissions.
   */
  private make(stack: Stack, kind: PolicyKind, number: number): AccessPolicy {
    const { owner, role, id } = this.props;
    const suffix = kind === 'inline' ? '' : `More${number + 1}`;
    return stack === Stack.of(owner)
      ? new AccessPolicy(owner, `${id}${suffix}`, role, kind)
      : new AccessPolicy(stack, `${id}${suffix}-${shortAddress(owner)}-${shortAddress(stack)}`, role, kind);
  }

  private count(kind: PolicyKind): number {
    return this.policies.filter((one) => one.kind === kind).reduce((sum, { policy }) => sum + policy.resources, 0);
  }
}

/** Tells apart what several observatories or stacks make in one scope. */
export function shortAddress(construct: IConstruct): string {
  return construct.node.addr.slice(-8);
}
