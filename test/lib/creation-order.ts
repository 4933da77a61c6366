import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import type { Json } from './fixtures';

/** The order in which CloudFormation creates the resources of a stack, by their references and dependencies. */
export class CreationOrder {
  readonly #resources: Record<string, Json>;

  public constructor(stack: Stack) {
    this.#resources = Template.fromStack(stack).toJSON().Resources;
  }

  /** Logical ids without their hash, in the order of the template. */
  public get ids(): string[] {
    return Object.keys(this.#resources).map(short);
  }

  /** The ids of a type of resources. */
  public ofType(type: string): string[] {
    return Object.entries(this.#resources).filter(([, { Type }]) => Type === type).map(([id]) => short(id));
  }

  /** The resources that exist when the resource of an id is created, and until it is deleted. */
  public before(id: string): string[] {
    const [own, ...more] = Object.keys(this.#resources).filter((one) => short(one) === id);
    if (own === undefined || more.length > 0) throw new Error(`not one resource ${id}, but ${more.length + Number(own !== undefined)}`);
    const found = new Set<string>();
    const visit = (one: string): void => {
      for (const earlier of [this.#resources[one].DependsOn ?? [], references(this.#resources[one])].flat()) {
        if (this.#resources[earlier] === undefined || found.has(earlier)) continue;
        found.add(earlier);
        visit(earlier);
      }
    };
    visit(own);
    return [...found].map(short).sort();
  }
}

function short(id: string): string {
  return id.replace(/[0-9A-F]{8}$/, '');
}

function references(value: Json): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (typeof value.Ref === 'string') return [value.Ref];
  if (Array.isArray(value['Fn::GetAtt'])) return [value['Fn::GetAtt'][0]];
  return Object.values(value).flatMap(references);
}
