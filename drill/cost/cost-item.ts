import type { AssumptionName } from '../../cost/assumptions';
import type { CostOwner, Usage } from '../../cost/bill';
import type { PriceName } from '../../cost/price';

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
