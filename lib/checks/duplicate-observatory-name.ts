import { Stack, Stage, Token } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Observatory } from '../observatory';
import type { Check } from './check';

/** Two observatories of one name would read each other's contracts and publish the same metrics. */
export const duplicateObservatoryName: Check<Observatory> = {
  id: 'duplicateObservatoryName',
  level: 'error',
  find: (observatory) => Stage.of(observatory)!.node.findAll()
    .filter((node): node is Observatory => node !== observatory && node.constructor === observatory.constructor)
    .filter((other) => other.observatoryName === observatory.observatoryName && maySharePlace(observatory, other))
    .map((other) => `its name '${observatory.observatoryName}' is also that of ${other.node.path}; give one of them another construct id`),
};

function maySharePlace(one: IConstruct, other: IConstruct): boolean {
  const [here, there] = [Stack.of(one), Stack.of(other)];
  return (['account', 'region'] as const).every((part) => Token.isUnresolved(here[part]) || Token.isUnresolved(there[part]) || here[part] === there[part]);
}
