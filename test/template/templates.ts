import type { Account } from '../../template/model';
import { type ReadOptions, readTemplates } from '../../template/read-templates';

/** A resource of a template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: unknown;
  readonly Condition?: unknown;
  readonly Metadata?: unknown;
}

export function resource(type: string, properties: unknown = {}): Resource {
  return { Type: type, Properties: properties };
}

/** Reads a template with these resources, in the stack `Jobs`. */
export function read(resources: Readonly<Record<string, unknown>>, sections: Readonly<Record<string, unknown>> = {}, options?: ReadOptions): Account {
  return readTemplates([{ stack: 'Jobs', template: { Resources: resources, ...sections } }], options);
}

/** The notes about one resource, or about everything. */
export function notes({ notPlayed }: Account, logicalId?: string): string[] {
  return notPlayed.filter(({ origin }) => logicalId === undefined || origin.logicalId === logicalId).map(({ what }) => what);
}

/** The text to which an expression resolves, as the value of an SSM parameter. */
export function resolved(expression: unknown, resources: Readonly<Record<string, unknown>> = {}, sections?: Readonly<Record<string, unknown>>): string | undefined {
  const account = read({ ...resources, Probe: probe(expression) }, sections);
  return account.parameters.find(({ logicalId }) => logicalId === 'Probe')?.value;
}

/** A resource whose value is the result of an expression. */
export function probe(expression: unknown): Resource {
  return resource('AWS::SSM::Parameter', { Value: expression });
}
