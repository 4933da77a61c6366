import { COST_KINDS, type CostKind, type PriceName, PRICES, usdOf } from './price';

/** Who causes a cost. */
export interface CostOwner {
  readonly kind: 'pipeline' | 'observatory' | 'shared';
  /** The name of a pipeline or an observatory. For shared costs, a description. */
  readonly name: string;
}

/** A monthly amount of something that is used. */
export interface Usage {
  readonly owner: CostOwner;
  readonly price: PriceName;
  /** Units a month. */
  readonly quantity: number;
  /** What uses it, as its owner knows it: the id of an alarm, or the task of a function. */
  readonly what: string;
}

/** A usage with its cost a month, in USD. */
export interface Charge extends Usage {
  readonly usd: number;
}

/** The costs of one owner. */
export interface OwnerBill {
  readonly owner: CostOwner;
  readonly usd: number;
  /** USD by kind; kinds that are not used are absent. */
  readonly kinds: Readonly<Partial<Record<CostKind, number>>>;
  readonly charges: readonly Charge[];
}

/** The usage at one price. */
export interface PriceBill {
  readonly price: PriceName;
  readonly quantity: number;
  readonly usd: number;
}

/** The monthly cost of everything. */
export interface Bill {
  readonly usd: number;
  /** Pipelines first, in the given order, then observatories, then shared costs. */
  readonly owners: readonly OwnerBill[];
  /** In the order of the kinds. */
  readonly prices: readonly PriceBill[];
}

const OWNERS: readonly CostOwner['kind'][] = ['pipeline', 'observatory', 'shared'];
const KINDS = Object.keys(COST_KINDS) as CostKind[];

/** Adds up what is used. */
export function billOf(usages: readonly Usage[]): Bill {
  const charges = usages.map((usage): Charge => ({ ...usage, usd: usdOf(PRICES[usage.price], usage.quantity) }));
  return { usd: sumOf(charges), owners: ownersOf(charges), prices: pricesOf(charges) };
}

/** Pipelines that cost nothing have a bill too, because you may ask for it. */
function ownersOf(charges: readonly Charge[]): OwnerBill[] {
  const byOwner = grouped(charges, ({ owner }) => `${owner.kind} ${owner.name}`);
  return [...byOwner.values()]
    .map((own): OwnerBill => ({ owner: own[0]!.owner, usd: sumOf(own), kinds: kindsOf(own), charges: own }))
    .sort((a, b) => OWNERS.indexOf(a.owner.kind) - OWNERS.indexOf(b.owner.kind));
}

function kindsOf(charges: readonly Charge[]): OwnerBill['kinds'] {
  return Object.fromEntries([...grouped(charges, ({ price }) => PRICES[price].kind)].map(([kind, own]) => [kind, sumOf(own)]));
}

function pricesOf(charges: readonly Charge[]): PriceBill[] {
  return [...grouped(charges, ({ price }) => price)]
    .map(([price, own]): PriceBill => ({ price: price as PriceName, quantity: own.reduce((sum, { quantity }) => sum + quantity, 0), usd: sumOf(own) }))
    .sort((a, b) => KINDS.indexOf(PRICES[a.price].kind) - KINDS.indexOf(PRICES[b.price].kind));
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function sumOf(charges: readonly Charge[]): number {
  return charges.reduce((sum, { usd }) => sum + usd, 0);
}
