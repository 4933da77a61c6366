import { type AssumptionName, ASSUMPTIONS } from '../../cost/assumptions';
import type { Bill, OwnerBill } from '../../cost/bill';
import type { Cost } from '../../cost/cost-of';
import { COST_KINDS, type CostKind, PRICES, PRICES_REGION } from '../../cost/price';
import { amount, money, priceText } from './money';

/** The kinds that have a column of their own; what is left of the others is one more. */
const COLUMNS: readonly CostKind[] = ['alarms', 'customMetrics', 'metricReads', 'dashboards'];

/** Whose what is: the head, a row for each owner, and the sum. */
export function ownerRows({ owners, usd }: Bill): string[][] {
  const columns = COLUMNS.filter((kind) => owners.some(({ kinds }) => (kinds[kind] ?? 0) > 0));
  const row = (name: string, of: (kind: CostKind) => number, all: number): string[] => {
    const own = columns.map(of);
    const rest = all - own.reduce((sum, one) => sum + one, 0);
    return [name, ...[...own, rest].map((one) => (one < 0.00001 ? '' : money(one))), money(all)];
  };
  return [
    ['', ...columns.map((kind) => COST_KINDS[kind]), 'Rest', 'Together'],
    ...owners.map((one) => row(ownerName(one), (kind) => one.kinds[kind] ?? 0, one.usd)),
    row('Together', (kind) => owners.reduce((sum, { kinds }) => sum + (kinds[kind] ?? 0), 0), usd),
  ];
}

function ownerName({ owner: { kind, name } }: OwnerBill): string {
  switch (kind) {
    case 'pipeline': return name;
    case 'observatory': return `observatory ${name}`;
    case 'shared': return 'shared';
  }
}

/** What it is paid for: the head, and a row for each price. */
export function priceRows({ prices }: Bill): string[][] {
  return [
    ['', 'A month', '', 'List price', 'Costs'],
    ...prices.map(({ price, quantity, usd }) => {
      const { kind, what } = PRICES[price];
      return [COST_KINDS[kind], amount(quantity), what, priceText(PRICES[price]), money(usd)];
    }),
  ];
}

/** What one owner pays for: the head, a row for each charge, dearest first, and the sum. */
export function chargeRows({ charges, usd }: OwnerBill): string[][] {
  return [
    ['', 'A month', '', 'List price', 'Costs'],
    ...[...charges].sort((a, b) => b.usd - a.usd).map(({ what, price, quantity, usd: own }) => [what, amount(quantity), PRICES[price].what, priceText(PRICES[price]), money(own)]),
    ['Together', '', '', '', money(usd)],
  ];
}

/** What is paid only when it happens: what and at which price, when. */
export function byUseRows({ byUse }: Pick<Cost, 'byUse'>): string[][] {
  const whens = new Map<CostByUsePrice, Set<string>>();
  for (const { price, when } of byUse) whens.set(price, (whens.get(price) ?? new Set()).add(when));
  return [...whens].map(([price, when]) => [PRICES[price].what, priceText(PRICES[price]), `when ${[...when].join('; when ')}`]);
}

type CostByUsePrice = Cost['byUse'][number]['price'];

/** What is not in the figures, alike things together: why, and where. */
export function unpricedRows({ unpriced }: Pick<Cost, 'unpriced'>): string[][] {
  const wheres = new Map<string, string[]>();
  for (const { type, where, why } of unpriced) {
    const key = `${type}: ${why}`;
    wheres.set(key, [...wheres.get(key) ?? [], where]);
  }
  return [...wheres].map(([what, where]) => [what, where.length === 1 ? where[0]! : `${where[0]} and ${where.length - 1} more`]);
}

/** Types that cost nothing themselves, whoever they belong to. */
const FREE = /^AWS::IAM::|^AWS::CDK::|Policy$|Permission$|^AWS::Scheduler::ScheduleGroup$|^AWS::Lambda::EventInvokeConfig$|^AWS::CloudFormation::/;

/** What belongs to the workload, in a sentence; undefined when nothing does. */
export function workloadText({ leftOut }: Pick<Cost, 'leftOut'>): string | undefined {
  const counted = leftOut.filter(({ type }) => !FREE.test(type)).map(({ type, count }) => `${type} (${count})`);
  return counted.length === 0 ? undefined : `Not priced, because it is the workload itself: ${counted.join(', ')}.`;
}

/** What was assumed where the templates say nothing; undefined when nothing was. */
export function assumptionText({ assumed }: Pick<Cost, 'assumed'>): string | undefined {
  const texts = (Object.keys(ASSUMPTIONS) as AssumptionName[]).filter((name) => assumed.includes(name))
    .map((name) => { const { what, value, unit } = ASSUMPTIONS[name]; return `${what} ${value.toLocaleString('en-US')} ${unit}`; });
  return texts.length === 0 ? undefined : `Assumed: ${texts.join(', ')}.`;
}

/** What the prices are. */
export function basisText(places: readonly Cost[]): string {
  const dates = places.flatMap(({ bill }) => bill.prices.map(({ price }) => PRICES[price].date)).sort();
  const read = dates.length === 0 ? '' : `, read in ${dates[0] === dates.at(-1) ? dates[0] : `${dates[0]} to ${dates.at(-1)}`}`;
  return `List prices of ${PRICES_REGION}${read}; no free tier deducted; a month of 730 hours in which nothing goes wrong.`;
}

/** Where the stacks are deployed to another Region than the one whose prices these are. */
export function elsewhereText({ region }: Pick<Cost, 'region'>): string | undefined {
  return region === PRICES_REGION ? undefined : `The stacks go to ${region}, where most of this costs as much or up to a fifth more. These are the prices of ${PRICES_REGION}.`;
}
