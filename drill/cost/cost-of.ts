import type { AssumptionName } from '../../cost/assumptions';
import { type Bill, billOf, type Usage } from '../../cost/bill';
import type { PlacedTemplate } from '../account/intrinsics/template-input';
import { type Deployment, readDeployments } from '../account/read-templates';
import { MalformedProperty } from '../account/resources/properties';
import type { TemplateResource } from '../account/resources/resource-kind';
import { belonging } from './belonging';
import type { CostByUse, CostItems, Unpriced } from './cost-item';
import { Owners } from './owners';
import { COST_READERS } from './readers';
import type { Surroundings } from './surroundings';
import { watchFunctions } from './watch-functions';

/** What watching costs in one account and Region. */
export interface Cost {
  readonly accountId: string;
  readonly region: string;
  readonly bill: Bill;
  /** What is paid only as often as it happens. */
  readonly byUse: readonly CostByUse[];
  /** What costs something that is not in the bill. */
  readonly unpriced: readonly Unpriced[];
  /** What the figures rest on that the templates do not say. */
  readonly assumed: readonly AssumptionName[];
  /** How many resources of each type are the workload's, or free. */
  readonly leftOut: readonly { readonly type: string; readonly count: number }[];
}

/** What watching costs a month in templates: one for each account and Region that they are deployed to. */
export function costOf(templates: readonly PlacedTemplate[]): Cost[] {
  return readDeployments(templates).map(costOfDeployment);
}

function costOfDeployment({ account, resources: read }: Deployment): Cost {
  const resources = read();
  const functions = watchFunctions(account);
  const own = belonging(resources, new Set(functions.map(({ model }) => model.arn)));
  const surroundings: Surroundings = {
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

function itemsOf(resource: TemplateResource, surroundings: Surroundings): CostItems | undefined {
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
