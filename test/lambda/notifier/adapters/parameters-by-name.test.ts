import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { mockClient } from 'aws-sdk-client-mock';
import { parametersByName } from '../../../../lambda/shared/parameter-store';
import { endless, FAILURES, hanging, OVER, soonOver } from '../../shared/failing-calls';

const CHANGED = new Date('2026-03-01T00:00:00Z');
const client = new SSMClient({ region: 'eu-west-1' });
const ssm = mockClient(client);

/** An account with every parameter whose name does not end with "gone". */
beforeEach(() => {
  ssm.reset();
  ssm.on(GetParametersCommand).callsFake(async ({ Names: names }: { Names: string[] }) => ({
    Parameters: names.filter((name) => !name.endsWith('gone')).map((name) => ({ Name: name, Value: `{"of":"${name}"}`, LastModifiedDate: CHANGED })),
    InvalidParameters: names.filter((name) => name.endsWith('gone')),
  }));
});

test('Parameters are read by their names, and those that exist are returned.', async () => {
  expect(await parametersByName(client, ['/o/Orders', '/o/gone', '/o/profiles/Orders'], endless())).toEqual([
    { name: '/o/Orders', text: '{"of":"/o/Orders"}', lastChanged: CHANGED.getTime() },
    { name: '/o/profiles/Orders', text: '{"of":"/o/profiles/Orders"}', lastChanged: CHANGED.getTime() },
  ]);
  expect(ssm.commandCalls(GetParametersCommand).map(({ args }) => args[0].input)).toEqual([{ Names: ['/o/Orders', '/o/gone', '/o/profiles/Orders'] }]);
});

test('A call takes ten different names.', async () => {
  const names = Array.from({ length: 21 }, (_, index) => `/o/p${index}`);
  expect(await parametersByName(client, [...names, ...names], endless())).toHaveLength(21);
  expect(ssm.commandCalls(GetParametersCommand).map(({ args }) => args[0].input.Names?.length)).toEqual([10, 10, 1]);
});

test('Without names, no call is made.', async () => {
  expect(await parametersByName(client, [], endless())).toEqual([]);
  expect(ssm.calls()).toEqual([]);
});

test('A parameter without value, date or name is passed on, so that it is reported as broken.', async () => {
  ssm.on(GetParametersCommand).resolves({ Parameters: [{}] });
  expect(await parametersByName(client, ['/o/a', '/o/b'], endless())).toEqual([{ name: 'a parameter without a name among /o/a, /o/b', text: '', lastChanged: NaN }]);
});

test('An answer without a list is an error.', async () => {
  ssm.on(GetParametersCommand).resolves({});
  await expect(parametersByName(client, ['/o/a', '/o/b'], endless())).rejects.toThrow(new Error('GetParameters answered without a list of parameters for /o/a, /o/b'));
});

test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
  ssm.on(GetParametersCommand).rejects(error);
  await expect(parametersByName(client, ['/o/a'], endless())).rejects.toBe(error);
});

test('A call that hangs fails when its time is over.', async () => {
  ssm.on(GetParametersCommand).callsFake(hanging);
  const signal = soonOver();
  await expect(parametersByName(client, ['/o/a'], signal)).rejects.toBe(OVER);
  expect(ssm.commandCalls(GetParametersCommand)[0].args.at(1)).toEqual({ abortSignal: signal });
});
