import type { Instant } from '../../core/time';
import type { FunctionModel } from '../../template/model';
import type { RequestContext } from '../../template/policy/decision';
import { type KeyUse, type Publication, roleMay, roleMayUseKey } from '../../template/policy/permissions';
import type { Watcher, WatcherCall } from './conditions';
import type { SimContext } from './sim-context';

/** An error as the AWS SDK throws it. */
export class ServiceError extends Error {
  public constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** The calls of a watcher to AWS, with the permissions of its role in the template. */
export class ServiceCalls {
  /** The time of the calls. */
  public now: Instant = NaN;
  readonly #refusals = new Map<string, string | undefined>();
  readonly #keyUses = new Map<string, Publication>();

  public constructor(private readonly sim: SimContext, public readonly watcher: Watcher, private readonly model: FunctionModel) {}

  /** The role of the caller. */
  public get roleName(): string | undefined {
    return this.model.roleName;
  }

  /** Makes a call. @throws the error of a condition of the moment, or that the role is not authorized */
  public make(call: WatcherCall, action: string, resource: string, context: RequestContext = {}): void {
    this.disturb(call);
    const refusal = this.#refusal(action, resource, context);
    if (refusal !== undefined) throw new ServiceError('AccessDeniedException', refusal);
  }

  /**
   * Uses the key of something encrypted. @throws that the role is not authorized; a key outside the templates is assumed to
   * allow it
   */
  public useKey(where: string, use: KeyUse): void {
    const { allowed, known, reason } = this.#keyUses.get(where) ?? roleMayUseKey(this.sim.account, this.roleName, use);
    this.#keyUses.set(where, { allowed, known, reason });
    if (!allowed && !known) this.sim.assumptions.add(where, `${reason}; the drill assumes that the role ${this.roleName} may use it`);
    if (!allowed && known) throw new ServiceError('AccessDeniedException', reason);
  }

  /** @throws the error of a condition of the moment for a call */
  public disturb(call: WatcherCall): void {
    const error = this.sim.conditions.first(this.now, (condition) => condition.call?.(this.watcher, call));
    if (error !== undefined) throw error;
  }

  #refusal(action: string, resource: string, context: RequestContext): string | undefined {
    const key = `${action} ${resource}`;
    if (!this.#refusals.has(key)) {
      const { allowed } = roleMay(this.sim.account, this.roleName, { action, resource, context });
      this.#refusals.set(key, allowed ? undefined : `${this.roleName ?? 'the role'} is not authorized to perform: ${action} on resource: ${resource}`);
    }
    return this.#refusals.get(key);
  }
}
