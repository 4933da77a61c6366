import { findPipelines } from '../template/find-pipelines';
import type { Account } from '../template/model';
import { type About, AccountParts } from '../template/restrict-account';
import type { CostOwner } from './bill';
import type { WatchFunction } from './watch-functions';

/** Costs that several owners share, or whose owner is unknown. */
export const SHARED: CostOwner = { kind: 'shared', name: 'shared' };

/** The owners of the parts of an account. */
export class Owners {
  readonly #parts: AccountParts;
  /** By ARN: alarms and composite alarms. */
  readonly #alarms: ReadonlyMap<string, About>;
  /** By the construct that contains all of it, innermost first. */
  readonly #scopes: readonly { readonly path: string; readonly owner: CostOwner }[];
  /** Names of pipelines by the parameter of their contract. */
  readonly #names: ReadonlyMap<string, string>;

  public constructor(account: Account, functions: readonly WatchFunction[]) {
    const { pipelines } = findPipelines(account);
    this.#parts = new AccountParts(account, pipelines);
    this.#alarms = new Map([...account.alarms, ...account.compositeAlarms].map((alarm) => [alarm.arn, this.#parts.aboutOf(alarm)]));
    this.#names = new Map(pipelines.flatMap(({ name, observed }) => (observed?.parameter === undefined ? [] : [[observed.parameter.name, name] as const])));
    const contracts = functions.flatMap(({ contracts: found }) => found);
    this.#scopes = [
      ...contracts.flatMap(({ parameter, pipeline }) => scope(parameter.path, 2, { kind: 'pipeline', name: this.#names.get(parameter.name) ?? pipeline })),
      ...functions.flatMap(({ model, owner }) => scope(model.path, 3, owner)),
    ].sort((a, b) => b.path.length - a.path.length);
  }

  /** The pipeline whose contract a parameter stores. */
  public ofContract(parameterName: string, pipeline: string): CostOwner {
    return { kind: 'pipeline', name: this.#names.get(parameterName) ?? pipeline };
  }

  /** The owner of an alarm: what it looks at decides, otherwise where it was created. */
  public ofAlarm(arn: string, path: string | undefined): CostOwner {
    const { pipelines, observatories } = this.#alarms.get(arn) ?? { pipelines: new Set(), observatories: new Set() };
    const [pipeline, ...others] = pipelines;
    if (pipeline !== undefined) return others.length === 0 ? { kind: 'pipeline', name: pipeline.name } : SHARED;
    const made = this.ofPath(path);
    const [observatory, ...more] = observatories;
    return made === SHARED && observatory !== undefined && more.length === 0 ? { kind: 'observatory', name: observatory } : made;
  }

  /** The owner of the construct in which something was created. */
  public ofPath(path: string | undefined): CostOwner {
    return this.#scopes.find((one) => path?.startsWith(one.path))?.owner ?? SHARED;
  }
}

/** The construct a number of levels above a resource. */
function scope(path: string | undefined, levels: number, owner: CostOwner): { path: string; owner: CostOwner }[] {
  const parts = path?.split('/') ?? [];
  return parts.length <= levels ? [] : [{ path: `${parts.slice(0, -levels).join('/')}/`, owner }];
}
