import { Contract, readContract } from '../../core';
import { CostOwner, timesAMonth } from '../../core/cost';
import { targetOf } from '../account';
import { checkerOf } from '../account/checker-of';
import type { Account, FunctionModel, ParameterModel } from '../account/model';
import { notifierOf } from '../account/notifier-of';

/** A contract as a template has it. */
export interface ContractToRead {
  readonly parameter: ParameterModel;
  /** Its pipeline's name, or the last part of the parameter's where it cannot be read. */
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
  /** Whether a topic invokes it, as often as there is a message. */
  readonly onMessage: boolean;
  /** How often schedules run it in an average month. */
  readonly timesAMonth: number;
  /** What a checker reads at each tick. */
  readonly contracts: readonly ContractToRead[];
}

/** The functions of an account's observatories, known by what their environment tells them. */
export function watchFunctions(account: Account): WatchFunction[] {
  return account.functions.flatMap((model): WatchFunction[] => {
    const { OBSERVATORY: name } = model.environment;
    if (name === undefined) return [];
    const checker = checkerOf(model);
    return [{
      model,
      does: checker !== undefined ? 'checks' : notifierOf(model) !== undefined ? 'notifies' : 'something else',
      owner: { kind: 'observatory', name },
      onMessage: account.subscriptions.some(({ protocol, endpoint }) => protocol === 'lambda' && isOf(account, endpoint, model)),
      timesAMonth: runsOf(account, model),
      contracts: checker === undefined ? [] : contractsBelow(account, checker.contractsPath),
    }];
  });
}

function isOf(account: Account, arn: string, model: FunctionModel): boolean {
  return targetOf(account, arn)?.model.arn === model.arn;
}

function runsOf(account: Account, model: FunctionModel): number {
  return account.schedules
    .filter(({ enabled, targetArns }) => enabled && targetArns.some((target) => isOf(account, target, model)))
    .reduce((sum, { expression, timeZone }) => sum + timesAMonth(expression, timeZone), 0);
}

/** One level below the path, as the checker reads them. */
function contractsBelow(account: Account, path: string): ContractToRead[] {
  return account.parameters
    .filter(({ name }) => name.startsWith(`${path}/`) && !name.slice(path.length + 1).includes('/'))
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
