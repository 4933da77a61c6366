import type { CfnRule, IRuleRef } from 'aws-cdk-lib/aws-events';
import type { CfnSchedule, IScheduleRef } from 'aws-cdk-lib/aws-scheduler';
import { CfnResource, Stack, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/** The resource of a schedule of this app, L1 or below an L2; undefined when it is imported. */
export function scheduleResource(schedule: IScheduleRef): CfnSchedule | undefined {
  return resourceOf(schedule, 'AWS::Scheduler::Schedule') as CfnSchedule | undefined;
}

/** The resource of a rule of this app, L1 or below an L2; undefined when it is imported. */
export function ruleResource(rule: IRuleRef): CfnRule | undefined {
  return resourceOf(rule, 'AWS::Events::Rule') as CfnRule | undefined;
}

/** The properties of a resource as its template will have them, escape hatches included, with `{ Ref }` and the like in them. */
export function templateProperties(resource: CfnResource): Readonly<Record<string, unknown>> {
  const { Resources } = Stack.of(resource).resolve(resource._toCloudFormation()) as { Resources: Record<string, { Properties?: Record<string, unknown> }> };
  return Object.values(Resources)[0]?.Properties ?? {};
}

/** A text among the properties: as the template has it, or the token that it is given as. Undefined where there is none. */
export function textProperty(rendered: unknown, given: string | undefined): string | undefined {
  if (rendered === undefined || typeof rendered === 'string') return rendered as string | undefined;
  return given !== undefined && Token.isUnresolved(given) ? given : Token.asString(rendered);
}

// By its type and not by its class: an app may hold two copies of aws-cdk-lib.
function resourceOf(construct: IConstruct, type: string): CfnResource | undefined {
  let node: IConstruct | undefined = construct;
  while (node !== undefined && !CfnResource.isCfnResource(node)) node = node.node.defaultChild;
  return node?.cfnResourceType === type ? node : undefined;
}
