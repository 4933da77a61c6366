import type { Account } from '../template/model';
import type { TemplateResource } from '../template/resources/resource-kind';
import type { AssumptionName } from './assumptions';
import type { CostOwner, Usage } from './bill';
import type { Owners } from './owners';
import type { PriceName } from './price';
import type { WatchFunction } from './watch-functions';

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

/** What a reader of costs needs to know besides the resource itself. */
export interface CostContext {
  readonly account: Account;
  readonly owners: Owners;
  /** The functions of observatories. */
  readonly functions: readonly WatchFunction[];
  /** Whether a resource belongs to watching. */
  readonly belongs: (resource: TemplateResource) => boolean;
  /** ARNs of the queues that a pipe empties. */
  readonly piped: ReadonlySet<string>;
}

/** Reads what one type of resource costs; undefined for a resource that belongs to the workload. */
export type CostReader = (resource: TemplateResource, surroundings: CostContext) => CostItems | undefined;

/** In whose construct a resource was made. */
export function makerOf({ origin }: TemplateResource, { owners }: CostContext): CostOwner {
  return owners.ofPath(origin.path);
}

/** A resource as a person knows it: the last part of its construct path that says something, else its logical id. */
export function titleOf({ origin }: Pick<TemplateResource, 'origin'>): string {
  return origin.path?.split('/').filter((part) => part !== 'Resource').at(-1) ?? origin.logicalId;
}
