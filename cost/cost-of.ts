import { own } from '../core/collections';
import { isObject } from '../core/json';
import { type PlacedTemplate } from '../template/intrinsics/json';
import { type Deployment, readDeployments } from '../template/read-templates';
import { MalformedProperty } from '../template/resources/properties';
import type { TemplateResource } from '../template/resources/resource-kind';
import type { AssumptionName } from './assumptions';
import { type Bill, billOf, type Usage } from './bill';
import type { CostByUse, CostContext, CostItems, Unpriced } from './cost-context';
import { Owners } from './owners';
import { COST_READERS } from './readers';
import { watchFunctions } from './watch-functions';

/**
 * Properties in which a resource of a type names what it needs: topics, queues, tables, keys. An alarm's dimensions name what
 * it watches, which it does not need.
 */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  'AWS::CloudWatch::Alarm': ['AlarmActions', 'OKActions', 'InsufficientDataActions'],
  'AWS::CloudWatch::CompositeAlarm': ['AlarmActions', 'OKActions', 'InsufficientDataActions'],
  'AWS::DynamoDB::GlobalTable': ['SSESpecification', 'Replicas'],
  'AWS::DynamoDB::Table': ['SSESpecification'],
  'AWS::Lambda::EventInvokeConfig': ['DestinationConfig'],
  'AWS::Lambda::Function': ['Environment', 'DeadLetterConfig', 'KmsKeyArn'],
  'AWS::SNS::Subscription': ['RedrivePolicy'],
  'AWS::SNS::Topic': ['KmsMasterKeyId'],
  'AWS::SQS::Queue': ['KmsMasterKeyId', 'RedrivePolicy'],
  'AWS::Scheduler::Schedule': ['Target'],
};

/** Types that belong to whatever they name here. */
const PART_OF: Readonly<Record<string, string>> = {
  'AWS::Lambda::EventInvokeConfig': 'FunctionName',
  'AWS::Pipes::Pipe': 'Source',
  'AWS::SNS::Subscription': 'TopicArn',
  'AWS::Scheduler::Schedule': 'Target',
};

/** Types that belong to whatever needs them. */
const NEEDED: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::SNS::Topic', 'AWS::SQS::Queue',
]);

/**
 * The resources that are part of monitoring: alarms and the functions of observatories, what those need, and the parts of any
 * of these. The rest of a template is the workload.
 * @param roots ARNs of the functions of observatories
 */
function belonging(resources: readonly TemplateResource[], roots: ReadonlySet<string>): ReadonlySet<TemplateResource> {
  const found = new Set(resources.filter(({ type, arn }) => type === 'AWS::CloudWatch::Alarm' || type === 'AWS::CloudWatch::CompositeAlarm' || roots.has(arn)));
  const candidates = resources.filter(({ type }) => NEEDED.has(type) || own(PART_OF, type) !== undefined)
    .map((one) => ({ one, whole: own(PART_OF, one.type) }))
    .map(({ one, whole }) => ({ one, wholes: whole === undefined ? [] : textsIn(one.properties.value(whole)) }));
  const needed = new Set<string>();
  const names = new Set<string>();
  let added = [...found];
  while (added.length > 0) {
    for (const one of added) {
      for (const name of own(NEEDS, one.type) ?? []) textsIn(one.properties.value(name)).forEach((text) => needed.add(text));
      namesOf(one).forEach((name) => names.add(name));
    }
    const isNeeded = (one: TemplateResource): boolean => NEEDED.has(one.type) && namesOf(one).some((name) => needed.has(name));
    added = candidates.filter(({ one, wholes }) => !found.has(one) && (isNeeded(one) || wholes.some((name) => names.has(name)))).map(({ one }) => one);
    added.forEach((one) => found.add(one));
  }
  return found;
}

function namesOf({ name, arn }: TemplateResource): string[] {
  return [name, arn];
}

/** All texts in a value; ARNs in an environment variable are separated by commas. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.split(',');
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** The cost of monitoring in one account and Region. */
export interface Cost {
  readonly accountId: string;
  readonly region: string;
  readonly bill: Bill;
  /** Costs that arise only when something happens. */
  readonly byUse: readonly CostByUse[];
  /** Costs that are not in the bill. */
  readonly unpriced: readonly Unpriced[];
  /** Assumptions behind the figures that the templates do not state. */
  readonly assumed: readonly AssumptionName[];
  /** How many resources of each type belong to the workload, or are free. */
  readonly leftOut: readonly { readonly type: string; readonly count: number }[];
}

/** The monthly cost of monitoring in templates, for each account and Region that they are deployed to. */
export function costOf(templates: readonly PlacedTemplate[]): Cost[] {
  return readDeployments(templates).map(costOfDeployment);
}

function costOfDeployment({ account, resources: read }: Deployment): Cost {
  const resources = read();
  const functions = watchFunctions(account);
  const own = belonging(resources, new Set(functions.map(({ model }) => model.arn)));
  const surroundings: CostContext = {
    account, functions,
    owners: new Owners(account, functions),
    belongs: (resource) => own.has(resource),
    piped: new Set([...own].filter(({ type }) => type === 'AWS::Pipes::Pipe').map(({ properties }) => String(properties.value('Source')))),
  };
  const usages: Usage[] = [];
  const byUse: CostByUse[] = [];
  const unpriced: Unpriced[] = [];
  const assumed = new Set<AssumptionName>();
  const leftOut = new Map<string, number>();
  for (const resource of resources) {
    const items = itemsOf(resource, surroundings);
    if (items === undefined) leftOut.set(resource.type, (leftOut.get(resource.type) ?? 0) + 1);
    usages.push(...items?.usages ?? []);
    byUse.push(...items?.byUse ?? []);
    items?.assumed?.forEach((name) => assumed.add(name));
    unpriced.push(...(items?.unpriced ?? []).map(({ why }) => ({ type: resource.type, where: whereOf(resource), why })));
  }
  return {
    accountId: account.accountId, region: account.region,
    bill: billOf(usages), byUse, unpriced,
    assumed: [...assumed],
    leftOut: [...leftOut].map(([type, count]) => ({ type, count })).sort((a, b) => (a.type < b.type ? -1 : 1)),
  };
}

function itemsOf(resource: TemplateResource, surroundings: CostContext): CostItems | undefined {
  try {
    return COST_READERS.get(resource.type)?.(resource, surroundings);
  } catch (error) {
    if (!(error instanceof MalformedProperty)) throw error;
    return { unpriced: [{ why: `it cannot be read: ${error.message}` }] };
  }
}

function whereOf({ origin }: TemplateResource): string {
  return origin.path?.replace(/\/Resource$/, '') ?? `${origin.stack}/${origin.logicalId}`;
}
