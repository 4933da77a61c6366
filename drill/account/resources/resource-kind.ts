import type { Environment } from '../intrinsics/environment';
import type { Identity } from '../intrinsics/identity';
import type { Origin } from '../model';
import type { AccountDraft } from './account-draft';
import type { Properties } from './properties';

/** A resource of a template, named and ready to be read. */
export interface TemplateResource {
  readonly origin: Origin;
  readonly type: string;
  readonly environment: Environment;
  readonly name: string;
  readonly arn: string;
  readonly properties: Properties;
  /** Of a nested stack: whether its template was given. */
  readonly hasTemplate: boolean;
  /** Lists something about the resource that is not played, as a clause about it: "its dead-letter queue is not played". */
  readonly note: (what: string) => void;
}

/** How one type of resource is named and read. */
export interface ResourceKind {
  readonly identity: Identity;
  /**
   * Puts what the resource is into the account.
   *
   * @throws MalformedProperty or an error of core for what AWS would not take: the resource is then left out and listed
   */
  readonly read: (resource: TemplateResource, draft: AccountDraft) => void;
}
