import { Contract } from '../core/contract/contract';
import { readContract } from '../core/contract/read-contract';
import { isDirectlyBelow } from '../core/names';
import { type Account, type FunctionModel, type ParameterModel, targetOf } from '../template/model';
import { checkerOf, notifierOf } from '../template/watchers';
import { CostOwner } from './bill';
import { timesAMonth } from './usage';

/** A contract in a template. */
export interface ContractToRead {
  readonly parameter: ParameterModel;
  /** The name of its pipeline, or the last part of the parameter's name where it cannot be read. */
  readonly pipeline: string;
  readonly contract?: Contract;
  /** Why it cannot be read. */
  readonly problem?: string;
}

/** A function of an observatory. */
export interface WatchFunction {
  readonly model: FunctionModel;
  readonly owner: CostOwner;
  readonly does: 'checks' | 'notifies' | 'something else';
  /** Whether a topic invokes it, once for each message. */
  readonly onMessage: boolean;
  /** How often schedules run it in an average month. */
  readonly timesAMonth: number;
  /** What a checker reads at each tick. */
  readonly contracts: readonly ContractToRead[];
}

/** The functions of an account's observatories, recognised by their environment variables. */
export function watchFunctions(account: Account): WatchFunction[] {
  const watching = account.functions.filter(({ environment }) => environment.OBSERVATORY !== undefined);
  const arns = new Set(watching.map(({ arn }) => arn));
  const starts = startsOf(account, arns);
  const subscribed = new Set(account.subscriptions.filter(({ protocol }) => protocol === 'lambda').flatMap(({ endpoint }) => targetOf(account, endpoint)?.model.arn ?? []));
  return watching.map((model): WatchFunction => {
    const checker = checkerOf(model);
    return {
      model,
      does: checker !== undefined ? 'checks' : notifierOf(model) !== undefined ? 'notifies' : 'something else',
      owner: { kind: 'observatory', name: model.environment.OBSERVATORY! },
      onMessage: subscribed.has(model.arn),
      timesAMonth: starts.get(model.arn) ?? 0,
      contracts: checker === undefined ? [] : contractsBelow(account, checker.contractsPath),
    };
  });
}

/** How often schedules start each of some functions in an average month. */
function startsOf(account: Account, arns: ReadonlySet<string>): ReadonlyMap<string, number> {
  const starts = new Map<string, number>();
  for (const { enabled, targetArns, expression, timeZone } of account.schedules) {
    const started = enabled ? targetArns.flatMap((target) => targetOf(account, target)?.model.arn ?? []).filter((arn) => arns.has(arn)) : [];
    for (const arn of started) starts.set(arn, (starts.get(arn) ?? 0) + timesAMonth(expression, timeZone));
  }
  return starts;
}

/** The parameters one level below the path, as the checker reads them. */
function contractsBelow(account: Account, path: string): ContractToRead[] {
  return account.parameters
    .filter(({ name }) => isDirectlyBelow(path, name))
    .map((parameter) => ({ parameter, ...read(parameter) }));
}

function read({ name, value }: ParameterModel): Omit<ContractToRead, 'parameter'> {
  try {
    const contract = readContract(value, 0);
    return { pipeline: contract.pipeline, contract };
  } catch (error) {
    return { pipeline: name.slice(name.lastIndexOf('/') + 1), problem: (error as Error).message };
  }
}
