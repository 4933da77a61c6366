import { AlarmConfigurationError } from '../core/alarm-configuration';
import { AlarmRuleError } from '../core/composite-alarm';
import { MetricMathError } from '../core/metric-math/expression';
import { ScheduleError } from '../core/schedule/error';
import { environmentOf } from './intrinsics/environment';
import { type PlacedTemplate, property, type StackTemplate } from './intrinsics/json';
import { Resolver } from './intrinsics/resolver';
import { Cloud, everyScope, type RawResource, type Scope } from './intrinsics/scope';
import type { Account } from './model';
import { MalformedProperty, Properties } from './resources/properties';
import { AccountDraft, type TemplateResource } from './resources/resource-kind';
import { identityOf, isHarmless, kindOf } from './resources/resource-kinds';

/** Where the stacks are deployed. */
export interface ReadOptions {
  /** Default: 111122223333. */
  readonly accountId?: string;
  /** Default: us-east-1. */
  readonly region?: string;
}

/**
 * Reads templates that are deployed to one account and Region into the model that a drill plays.
 * It accepts any JSON and never throws: what cannot be read, resolved or played is in `notPlayed` with the reason. A resource
 * with a property that AWS would refuse is left out, because it could not be deployed. Resources whose condition does not hold
 * do not exist. Names that CloudFormation would generate are `<stack>-<logicalId>`.
 */
export function readTemplates(templates: readonly StackTemplate[], options: ReadOptions = {}): Account {
  const [account] = readEnvironments(templates.map((template) => ({ ...template, ...options })));
  return account ?? new AccountDraft(environmentOf(options)).finish(() => []);
}

/** What is deployed to one account and Region: the model that a drill plays, and every resource. */
export interface Deployment {
  readonly account: Account;
  readonly resources: () => readonly TemplateResource[];
}

/**
 * Reads templates of several accounts and Regions together, because they may refer to each other: one account each, in the
 * order of the templates.
 */
export function readEnvironments(templates: readonly PlacedTemplate[]): readonly Account[] {
  return readDeployments(templates).map(({ account }) => account);
}

/** The same together with the resources themselves, including those that a drill ignores. */
export function readDeployments(templates: readonly PlacedTemplate[]): readonly Deployment[] {
  const cloud = new Cloud(templates, identityOf);
  const places = new Map<string, Scope[]>();
  for (const stack of cloud.stacks) {
    const place = `${stack.environment.accountId}/${stack.environment.region}`;
    places.set(place, [...places.get(place) ?? [], stack]);
  }
  return [...places.values()].map((stacks) => readStacks(cloud, stacks));
}

function readStacks(cloud: Cloud, stacks: readonly Scope[]): Deployment {
  const scopes = stacks.flatMap(everyScope);
  const draft = new AccountDraft(scopes[0]?.environment ?? environmentOf());
  for (const scope of scopes) {
    for (const resource of scope.resources.values()) readResource(cloud, scope, resource, draft);
  }
  const account = draft.finish(() => scopes.flatMap(({ notes }) => notes));
  return { account, resources: () => scopes.flatMap((scope) => [...scope.resources.values()].flatMap((raw) => templateResource(cloud, scope, raw) ?? [])) };
}

/** A resource ready to be read; undefined when its condition does not hold. */
function templateResource(cloud: Cloud, scope: Scope, raw: RawResource): TemplateResource | undefined {
  const { type, properties, condition, logicalId } = raw;
  const subject = scope.subjectOf(raw);
  const resolver = new Resolver(cloud, scope, subject);
  if (condition !== undefined && !resolver.condition(condition)) return undefined;
  return {
    origin: subject.origin, type,
    environment: scope.environment,
    name: resolver.named(raw).name,
    arn: resolver.arn(raw),
    properties: new Properties((name) => resolver.resolve(property(properties, name))),
    hasTemplate: scope.nested.has(logicalId),
    note: (what) => { resolver.note(what); },
  };
}

function readResource(cloud: Cloud, scope: Scope, raw: RawResource, draft: AccountDraft): void {
  const { type, condition } = raw;
  const resolver = new Resolver(cloud, scope, scope.subjectOf(raw));
  if (isHarmless(type) || (condition !== undefined && !resolver.condition(condition))) return;
  const kind = kindOf(type);
  if (kind === undefined) {
    resolver.note('resources of this type are not played');
    return;
  }
  try {
    const resource = templateResource(cloud, scope, raw);
    if (resource !== undefined) kind.read(resource, draft);
  } catch (error) {
    if (!REFUSALS.some((refusal) => error instanceof refusal)) throw error;
    resolver.note(`left out: ${(error as Error).message}`);
  }
}

/** Errors of readers and of core for a resource that AWS would refuse or that cannot be played. */
const REFUSALS = [MalformedProperty, ScheduleError, AlarmConfigurationError, AlarmRuleError, MetricMathError];
