import { Stack, Validations } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';

/**
 * Gives the reason for one resource with a wildcard in a policy, for apps that run cdk-nag's AwsSolutions pack. Since
 * cdk-nag 3 each finding is acknowledged by itself, by its rule and the resource as the template shows it; where stacks
 * refer to each other that is settled only when the tree is validated.
 */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  construct.node.addValidation({
    validate: () => {
      Validations.of(construct).acknowledge({ id: `AwsSolutions-IAM5[Resource::${flat(Stack.of(construct).resolve(resource))}]`, reason });
      return [];
    },
  });
}

/** A resolved string in one line, as cdk-nag names it: `arn:<AWS::Partition>:…`. */
function flat(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: reference } = value as { 'Fn::Join'?: [string, unknown[]]; 'Fn::GetAtt'?: string[]; Ref?: string };
  if (join !== undefined) return join[1].map(flat).join(join[0]);
  if (attribute !== undefined) return `<${attribute.join('.')}>`;
  return reference === undefined ? JSON.stringify(value) : `<${reference}>`;
}
