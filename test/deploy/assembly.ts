import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** One resource of a template, as far as it matters here. */
export interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
  Metadata?: { 'aws:cdk:path'?: string };
}

export type Resources = Record<string, Resource>;

/** The file of a stack's template in a cloud assembly. */
export function templateFile(assembly: string, stack: string): string {
  return path.join(assembly, `${stack}.template.json`);
}

export function resourcesOf(assembly: string, stack: string): Resources {
  return (JSON.parse(readFileSync(templateFile(assembly, stack), 'utf8')) as { Resources: Resources }).Resources;
}

/** Writes a template anew with its resources changed in place. */
export function rewriteResources(assembly: string, stack: string, change: (resources: Resources) => void): void {
  const file = templateFile(assembly, stack);
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Resources };
  change(template.Resources);
  writeFileSync(file, JSON.stringify(template, undefined, 1));
}
