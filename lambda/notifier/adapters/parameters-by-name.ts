import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { chunks } from '../../../core/evidence/metric-plan';
import { untilAborted } from '../../common/until-aborted';
import { storedContract } from '../../evidence/adapters/contracts-in-parameter-store';
import type { StoredContract } from '../../evidence/ports';

/** The most that GetParameters takes at once (API reference). */
const MOST_NAMES = 10;

/** The parameters of these names; one that does not exist is left out, as GetParameters does. */
export async function parametersByName(client: SSMClient, names: readonly string[], signal: AbortSignal): Promise<StoredContract[]> {
  const found: StoredContract[] = [];
  // It refuses a name that is given twice.
  for (const some of chunks([...new Set(names)], MOST_NAMES)) {
    const command = new GetParametersCommand({ Names: some });
    const { Parameters: parameters } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    if (parameters === undefined) throw new Error(`GetParameters answered without a list of parameters for ${some.join(', ')}`);
    found.push(...parameters.map((parameter) => storedContract(parameter, `among ${some.join(', ')}`)));
  }
  return found;
}
