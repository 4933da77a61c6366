import type { AssumptionName } from '../../core/cost/assumptions';
import type { CostOwner, Usage } from '../../core/cost/bill';
import type { PriceName } from '../../core/cost/prices';

/** What is paid only as often as something happens: messages, incidents. */
export interface CostByUse {
  readonly owner: CostOwner;
  readonly price: PriceName;
  /** When it happens. */
  readonly when: string;
}

/** What costs something that is not known. */
export interface Unpriced {
  readonly type: string;
  /** The resource, by its construct path or logical id. */
  readonly where: string;
  readonly why: string;
}

/** What one resource adds to a bill. */
export interface CostItems {
  readonly usages?: readonly Usage[];
  readonly byUse?: readonly CostByUse[];
  readonly unpriced?: readonly Omit<Unpriced, 'type' | 'where'>[];
  /** What these figures rest on that the template does not say. */
  readonly assumed?: readonly AssumptionName[];
}
