import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { untilAborted } from '../../../lambda/shared/async';
import type { StoredContract } from '../../../lambda/shared/ports';

/** The most that GetParametersByPath returns at once (API reference). */
const PAGE_SIZE = 10;
/** More pages than Parameter Store holds at the standard tier: the listing would never end. */
const MAX_PAGES = 2000;

/** The parameters below a path, at any depth, page by page. */
export async function* parametersBelow(client: SSMClient, path: string, signal: AbortSignal): AsyncGenerator<StoredContract> {
  let token: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const command = new GetParametersByPathCommand({ Path: path, Recursive: true, MaxResults: PAGE_SIZE, NextToken: token });
    const { Parameters: parameters = [], NextToken: next } = await untilAborted(signal, () => client.send(command, { abortSignal: signal }));
    for (const { Name: name, Value: text, LastModifiedDate: changed } of parameters) {
      yield { name: name ?? '', text: text ?? '', lastChanged: changed?.getTime() ?? NaN };
    }
    if (next === undefined || next === '') return;
    token = next;
  }
  throw new Error(`GetParametersByPath did not end within ${MAX_PAGES} pages below ${path}`);
}
