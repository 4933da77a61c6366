import { type AssumptionName, ASSUMPTIONS } from '../../cost/assumptions';
import type { Bill, OwnerBill } from '../../cost/bill';
import type { Cost } from '../../cost/cost-of';
import { COST_KINDS, type CostKind, PRICES, PRICES_REGION } from '../../cost/price';
import { amount, money, priceText } from './money';

/** The kinds that have a column of their own; the others share one more column. */
const COLUMNS: readonly CostKind[] = ['alarms', 'customMetrics', 'metricReads', 'dashboards'];

/** The costs of each owner: the head, a row for each owner, and the sum. */
export function ownerRows({ owners, usd }: Bill): string[][] {
  const columns = COLUMNS.filter((kind) => owners.some(({ kinds }) => (kinds[kind] ?? 0) > 0));
  const row = (name: string, of: (kind: CostKind) => number, all: number): string[] => {
    const own = columns.map(of);
    const rest = all - own.reduce((sum, one) => sum + one, 0);
    return [name, ...[...own, rest].map((one) => (one < 0.00001 ? '' : money(one))), money(all)];
  };
  return [
    ['', ...columns.map((kind) => COST_KINDS[kind]), 'Rest', 'Total'],
    ...owners.map((one) => row(ownerName(one), (kind) => one.kinds[kind] ?? 0, one.usd)),
    row('Total', (kind) => owners.reduce((sum, { kinds }) => sum + (kinds[kind] ?? 0), 0), usd),
  ];
}

function ownerName({ owner: { kind, name } }: OwnerBill): string {
  switch (kind) {
    case 'pipeline': return name;
    case 'observatory': return `observatory ${name}`;
    case 'shared': return 'shared';
  }
}

/** The costs by price: the head, and a row for each price. */
export function priceRows({ prices }: Bill): string[][] {
  return [
    ['', 'A month', '', 'List price', 'Costs'],
    ...prices.map(({ price, quantity, usd }) => {
      const { kind, what } = PRICES[price];
      return [COST_KINDS[kind], amount(quantity), what, priceText(PRICES[price]), money(usd)];
    }),
  ];
}

/** The charges of one owner: the head, a row for each charge, most expensive first, and the sum. */
export function chargeRows({ charges, usd }: OwnerBill): string[][] {
  return [
    ['', 'A month', '', 'List price', 'Costs'],
    ...[...charges].sort((a, b) => b.usd - a.usd).map(({ what, price, quantity, usd: own }) => [what, amount(quantity), PRICES[price].what, priceText(PRICES[price]), money(own)]),
    ['Total', '', '', '', money(usd)],
  ];
}

/** Charges that arise only when something happens: what, at which price, and when. */
export function byUseRows({ byUse }: Pick<Cost, 'byUse'>): string[][] {
  const whens = new Map<CostByUsePrice, Set<string>>();
  for (const { price, when } of byUse) whens.set(price, (whens.get(price) ?? new Set()).add(when));
  return [...whens].map(([price, when]) => [PRICES[price].what, priceText(PRICES[price]), `when ${[...when].join('; when ')}`]);
}

type CostByUsePrice = Cost['byUse'][number]['price'];

/** Costs that are not in the figures, grouped by reason: why, and where. */
export function unpricedRows({ unpriced }: Pick<Cost, 'unpriced'>): string[][] {
  const wheres = new Map<string, string[]>();
  for (const { type, where, why } of unpriced) {
    const key = `${type}: ${why}`;
    wheres.set(key, [...wheres.get(key) ?? [], where]);
  }
  return [...wheres].map(([what, where]) => [what, where.length === 1 ? where[0]! : `${where[0]} and ${where.length - 1} more`]);
}

/** Types that cost nothing themselves. */
const FREE = /^AWS::IAM::|^AWS::CDK::|Policy$|Permission$|^AWS::Scheduler::ScheduleGroup$|^AWS::Lambda::EventInvokeConfig$|^AWS::CloudFormation::/;

/** The resources of the workload, in a sentence; undefined when there are none. */
export function workloadText({ leftOut }: Pick<Cost, 'leftOut'>): string | undefined {
  const counted = leftOut.filter(({ type }) => !FREE.test(type)).map(({ type, count }) => `${type} (${count})`);
  return counted.length === 0 ? undefined : `Not priced, because it is the workload itself: ${counted.join(', ')}.`;
}

/** Assumptions where the templates say nothing; undefined when there are none. */
export function assumptionText({ assumed }: Pick<Cost, 'assumed'>): string | undefined {
  const texts = (Object.keys(ASSUMPTIONS) as AssumptionName[]).filter((name) => assumed.includes(name))
    .map((name) => { const { what, value, unit } = ASSUMPTIONS[name]; return `${what} ${value.toLocaleString('en-US')} ${unit}`; });
  return texts.length === 0 ? undefined : `Assumed: ${texts.join(', ')}.`;
}

/** Which prices these are. */
export function basisText(places: readonly Cost[]): string {
  const dates = places.flatMap(({ bill }) => bill.prices.map(({ price }) => PRICES[price].date)).sort();
  const read = dates.length === 0 ? '' : `, as of ${dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`}`;
  return `List prices of ${PRICES_REGION}${read}; no free tier deducted; a month of 730 hours in which nothing goes wrong.`;
}

/** A sentence for stacks that are deployed to another Region than the one of these prices. */
export function elsewhereText({ region }: Pick<Cost, 'region'>): string | undefined {
  return region === PRICES_REGION ? undefined : `The stacks go to ${region}, where most of this costs as much or up to a fifth more. These are the prices of ${PRICES_REGION}.`;
}
