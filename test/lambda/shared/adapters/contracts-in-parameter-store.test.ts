import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { contractsInParameterStore } from '../../../../lambda/shared/parameter-store';
import type { StoredContract } from '../../../../lambda/shared/ports';
import { endless, FAILURES, hanging, OVER, soonOver } from '../failing-calls';

const client = new SSMClient({ region: 'eu-west-1' });
const ssm = mockClient(client);
const CHANGED = new Date('2026-03-01T00:00:00Z');
const A = { Name: '/observatory/A', Value: '{"a":1}', LastModifiedDate: CHANGED };
const B = { Name: '/observatory/B', Value: '{"b":1}', LastModifiedDate: CHANGED };

beforeEach(() => ssm.reset());

/** Lists contracts up to the end or to a failure. */
async function list(signal = endless()): Promise<{ contracts: StoredContract[]; error?: unknown }> {
  const contracts: StoredContract[] = [];
  try {
    for await (const contract of contractsInParameterStore(client, '/observatory', signal)) contracts.push(contract);
    return { contracts };
  } catch (error) {
    return { contracts, error };
  }
}

test('The parameters one level below the path are read page by page.', async () => {
  ssm.on(GetParametersByPathCommand).resolvesOnce({ Parameters: [A], NextToken: 'more' }).resolvesOnce({ Parameters: [B] });
  expect(await list()).toEqual({
    contracts: [
      { name: '/observatory/A', text: '{"a":1}', lastChanged: CHANGED.getTime() },
      { name: '/observatory/B', text: '{"b":1}', lastChanged: CHANGED.getTime() },
    ],
  });
  expect(ssm.commandCalls(GetParametersByPathCommand).map(({ args }) => args[0].input)).toEqual([
    { Path: '/observatory', Recursive: false, MaxResults: 10, NextToken: undefined },
    { Path: '/observatory', Recursive: false, MaxResults: 10, NextToken: 'more' },
  ]);
});

test('A page is read only when it is needed.', async () => {
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: [A], NextToken: 'more' });
  for await (const contract of contractsInParameterStore(client, '/observatory', endless())) {
    expect(contract.name).toBe('/observatory/A');
    break;
  }
  expect(ssm.commandCalls(GetParametersByPathCommand)).toHaveLength(1);
});

test('An empty page in the middle does not end the listing.', async () => {
  ssm.on(GetParametersByPathCommand).resolvesOnce({ Parameters: [], NextToken: 'more' }).resolvesOnce({ Parameters: [B], NextToken: '' });
  expect((await list()).contracts.map(({ name }) => name)).toEqual(['/observatory/B']);
});

test('A path without parameters has no contracts.', async () => {
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: [] });
  expect(await list()).toEqual({ contracts: [] });
});

test('A parameter without value, date or name is passed on, so that it is reported as broken.', async () => {
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: [{ ...A, Value: undefined }, { ...B, LastModifiedDate: undefined }, {}] });
  expect((await list()).contracts).toEqual([
    { name: '/observatory/A', text: '', lastChanged: CHANGED.getTime() },
    { name: '/observatory/B', text: '{"b":1}', lastChanged: NaN },
    { name: 'a parameter without a name below /observatory', text: '', lastChanged: NaN },
  ]);
});

test.each(FAILURES)('When a later page %s, the contracts listed before it have been returned.', async (_what, error) => {
  ssm.on(GetParametersByPathCommand).resolvesOnce({ Parameters: [A], NextToken: 'more' }).rejects(error);
  const listing = await list();
  expect(listing.contracts.map(({ name }) => name)).toEqual(['/observatory/A']);
  expect(listing.error).toBe(error);
});

test('An answer without a list is an error, because it does not say that there are no contracts.', async () => {
  ssm.on(GetParametersByPathCommand).resolves({});
  expect((await list()).error).toEqual(new Error('GetParametersByPath answered without a list of parameters below /observatory'));
});

test('A call that hangs fails when its time is over.', async () => {
  ssm.on(GetParametersByPathCommand).callsFake(hanging);
  const signal = soonOver();
  expect((await list(signal)).error).toBe(OVER);
  expect(ssm.commandCalls(GetParametersByPathCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});

test('When the time is over, nothing more is read.', async () => {
  expect((await list(AbortSignal.abort(OVER))).error).toBe(OVER);
  expect(ssm.calls()).toEqual([]);
});

test('A listing that never ends is an error.', async () => {
  ssm.on(GetParametersByPathCommand).resolves({ Parameters: [], NextToken: 'again' });
  expect((await list()).error).toEqual(new Error('GetParametersByPath did not end within 2000 pages below /observatory'));
});
