import type { Account } from '../template/model';
import type { TemplateResource } from '../template/resources/resource-kind';
import type { AssumptionName } from './assumptions';
import type { CostOwner, Usage } from './bill';
import type { Owners } from './owners';
import type { PriceName } from './price';
import type { WatchFunction } from './watch-functions';

/** A cost that arises only when something happens: messages, incidents. */
export interface CostByUse {
  readonly owner: CostOwner;
  readonly price: PriceName;
  /** When it happens. */
  readonly when: string;
}

/** Something with an unknown cost. */
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
  /** Assumptions behind these figures that the template does not state. */
  readonly assumed?: readonly AssumptionName[];
}

/** What a cost reader needs besides the resource itself. */
export interface CostContext {
  readonly account: Account;
  readonly owners: Owners;
  /** The functions of observatories. */
  readonly functions: readonly WatchFunction[];
  /** Whether a resource is part of monitoring. */
  readonly belongs: (resource: TemplateResource) => boolean;
  /** ARNs of the queues that a pipe reads. */
  readonly piped: ReadonlySet<string>;
}

/** Reads the cost of one type of resource; undefined for a resource that belongs to the workload. */
export type CostReader = (resource: TemplateResource, surroundings: CostContext) => CostItems | undefined;

/** The owner of the construct in which a resource was created. */
export function makerOf({ origin }: TemplateResource, { owners }: CostContext): CostOwner {
  return owners.ofPath(origin.path);
}

/** The name of a resource for people: the last meaningful part of its construct path, otherwise its logical id. */
export function titleOf({ origin }: Pick<TemplateResource, 'origin'>): string {
  return origin.path?.split('/').filter((part) => part !== 'Resource').at(-1) ?? origin.logicalId;
}
