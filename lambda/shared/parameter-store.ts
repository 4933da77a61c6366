import { GetParametersByPathCommand, GetParametersCommand, Parameter, SSMClient } from '@aws-sdk/client-ssm';
import { chunks, unique } from '../../core/collections';
import { untilAborted } from './async';
import type { StoredContract } from './ports';

/** The most parameters that GetParametersByPath returns in one call (API reference). */
const PAGE_SIZE = 10;

/** This many pages have 20,000 parameters, more than Parameter Store keeps at the standard tier. More is an endless listing. */
const MAX_PAGES = 2000;

/**
 * Lists the contracts or profiles one level below a path, page by page, so that parameters that were listed before a failure are
 * not lost. If the checker cannot list all contracts, the alarm CheckerSilent fires.
 */
export async function* contractsInParameterStore(client: SSMClient, path: string, signal: AbortSignal): AsyncGenerator<StoredContract> {
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new GetParametersByPathCommand({ Path: path, Recursive: false, MaxResults: PAGE_SIZE, NextToken: token });
    const { Parameters: parameters, NextToken: next } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    if (parameters === undefined) throw new Error(`GetParametersByPath answered without a list of parameters below ${path}`);
    for (const parameter of parameters) yield storedContract(parameter, `below ${path}`);
    if (next === undefined || next === '') return;
    token = next;
  }
  throw new Error(`GetParametersByPath did not end within ${MAX_PAGES} pages below ${path}`);
}

/** A parameter without its value or date is passed on, and is then reported as broken. */
function storedContract({ Name: name, Value: text, LastModifiedDate: changed }: Parameter, where: string): StoredContract {
  return { name: name ?? `a parameter without a name ${where}`, text: text ?? '', lastChanged: changed?.getTime() ?? NaN };
}

/** The most names that GetParameters takes in one call (API reference). */
const MOST_NAMES = 10;

/** Reads the parameters with these names. GetParameters leaves out those that do not exist. */
export async function parametersByName(client: SSMClient, names: readonly string[], signal: AbortSignal): Promise<StoredContract[]> {
  const found: StoredContract[] = [];
  // GetParameters refuses a name that is given twice.
  for (const some of chunks(unique(names), MOST_NAMES)) {
    const command = new GetParametersCommand({ Names: some });
    const { Parameters: parameters } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    if (parameters === undefined) throw new Error(`GetParameters answered without a list of parameters for ${some.join(', ')}`);
    found.push(...parameters.map((parameter) => storedContract(parameter, `among ${some.join(', ')}`)));
  }
  return found;
}
