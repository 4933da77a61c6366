import { environmentOf } from './intrinsics/environment';
import type { Account } from './model';
import { readAssemblyStacks } from './read-assembly';
import { readEnvironments, type ReadOptions, readTemplates } from './read-templates';

/**
 * A stack of aws-cdk-lib, reduced to what a drill needs. A drill uses CDK's objects by their shape and never imports CDK, so
 * that it runs on a synthesized template alone, with any version.
 */
export interface StackLike {
  readonly artifactId: string;
  readonly node: { readonly root: unknown };
}

/** Any object that turns into a template, such as `Template` of aws-cdk-lib/assertions. */
export interface TemplateLike {
  toJSON(): unknown;
}

/**
 * Synthesizes the app of a stack and reads the account and Region that the stack is deployed to: the stack, its nested stacks,
 * and the app's other stacks there, to which it may refer.
 * @throws TypeError when the stack does not belong to an app
 */
export function readStack(stack: StackLike): Account {
  const { root } = stack.node;
  if (!isApp(root)) {
    throw new TypeError('The stack does not belong to an app that can be synthesized. Create it in an App: new MyStack(new App(), "MyStack").');
  }
  const stacks = readAssemblyStacks(root.synth().directory);
  const own = environmentOf(stacks.find(({ artifactId }) => artifactId === stack.artifactId));
  const account = readEnvironments(stacks).find(({ accountId, region }) => accountId === own.accountId && region === own.region);
  if (account === undefined) throw new TypeError(`The synthesized app does not have the stack ${stack.artifactId}.`);
  return account;
}

/** Reads one template: parsed JSON, or an object that turns into it. The stack is called `Stack` by default. */
export function readTemplate(template: unknown, options: ReadOptions & { readonly stack?: string } = {}): Account {
  const { stack = 'Stack', ...place } = options;
  return readTemplates([{ stack, template: isTemplateLike(template) ? template.toJSON() : template }], place);
}

function isApp(root: unknown): root is { synth(): { readonly directory: string } } {
  return typeof root === 'object' && root !== null && 'synth' in root && typeof root.synth === 'function';
}

function isTemplateLike(template: unknown): template is TemplateLike {
  return typeof template === 'object' && template !== null && 'toJSON' in template && typeof template.toJSON === 'function';
}
