/** What watching costs, read out of synthesized templates. */
export type { CostByUse, Unpriced } from './cost-item';
export { costOf, type Cost } from './cost-of';
