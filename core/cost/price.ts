import type { CostKind } from './cost-kind';

/** One list price. */
export interface Price {
  readonly kind: CostKind;
  /** What is paid for. */
  readonly what: string;
  /** What is counted; one of it. */
  readonly unit: string;
  /** Costs so much in USD … */
  readonly usd: number;
  /** … for so many units. */
  readonly per: number;
  /** Where it was read. */
  readonly source: string;
  /** When that was last seen to be so: year and month. */
  readonly date: string;
}

/** What so many units cost, in USD. */
export function usdOf({ usd, per }: Price, quantity: number): number {
  return usd * quantity / per;
}
