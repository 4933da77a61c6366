import type { CostOwner } from '../../cost/bill';
import type { Account } from '../account/model';
import type { TemplateResource } from '../account/resources/resource-kind';
import type { CostItems } from './cost-item';
import type { Owners } from './owners';
import type { WatchFunction } from './watch-functions';

/** What a reader of costs needs to know besides the resource itself. */
export interface Surroundings {
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
export type CostReader = (resource: TemplateResource, surroundings: Surroundings) => CostItems | undefined;

/** In whose construct a resource was made. */
export function makerOf({ origin }: TemplateResource, { owners }: Surroundings): CostOwner {
  return owners.ofPath(origin.path);
}

/** A resource as a person knows it: the last part of its construct path that says something, else its logical id. */
export function titleOf({ origin }: Pick<TemplateResource, 'origin'>): string {
  return origin.path?.split('/').filter((part) => part !== 'Resource').at(-1) ?? origin.logicalId;
}
