import {
  ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand, PutItemCommandInput, QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { emptyRecord, IncidentRecord } from '../../../../core/incident/record';
import { DAY } from '../../../../core/time';
import { DynamoDBIncidentTable } from '../../../../lambda/notifier/adapters/incidents-in-dynamodb';
import type { IncidentTable } from '../../../../lambda/notifier/ports';
import type { LogEntry } from '../../../../lambda/shared/log';
import { fullRecord } from '../../../core/incident/sample-record';
import { endless, FAILURES, hanging, named, OVER, soonOver } from '../../shared/failing-calls';

const NOW = Date.parse('2026-11-24T02:10:00.500Z');
const client = new DynamoDBClient({ region: 'eu-west-1' });
const dynamo = mockClient(client);

let lines: LogEntry[];
let signals: AbortSignal[];
beforeEach(() => {
  dynamo.reset();
  lines = [];
  signals = [];
});

/** The table. Every call has its own signal. */
function table(makeSignal: () => AbortSignal = endless): IncidentTable {
  const signal = (): AbortSignal => {
    signals.push(makeSignal());
    return signals.at(-1)!;
  };
  return new DynamoDBIncidentTable(client, { tableName: 'Incidents', signal, log: (line) => lines.push(line) });
}

function item(record: IncidentRecord, revision = 7): Record<string, { S: string } | { N: string } | { BOOL: boolean }> {
  return { kind: { S: 'record' }, name: { S: record.pipeline }, revision: { N: String(revision) }, record: { S: JSON.stringify(record) }, open: { BOOL: true } };
}

function conditionFailed(by?: string): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {}, ...(by === undefined ? {} : { Item: { writer: { S: by } } }) });
}

describe('load', () => {
  test('A record is read with a consistent read, together with its revision.', async () => {
    dynamo.on(GetItemCommand).resolves({ Item: item(fullRecord()) });
    expect(await table().load('Orders')).toEqual({ record: fullRecord(), revision: 7 });
    expect(dynamo.commandCalls(GetItemCommand).map(({ args }) => args[0].input)).toEqual([
      { TableName: 'Incidents', Key: { kind: { S: 'record' }, name: { S: 'Orders' } }, ConsistentRead: true },
    ]);
  });

  test('A pipeline without an item has an empty record of revision 0.', async () => {
    dynamo.on(GetItemCommand).resolves({});
    expect(await table().load('Orders')).toEqual({ record: emptyRecord('Orders'), revision: 0 });
    expect(lines).toEqual([]);
  });

  test.each([
    ['no record', { record: undefined }, 'RecordError: record: $ is not JSON: ""'],
    ['a record that is no text', { record: { BOOL: true } }, 'RecordError: record: $ is not JSON: ""'],
    ['a broken record', { record: { S: '{"pipeline":"Orders"}' } }, 'RecordError: record: alarms is missing'],
    ["another pipeline's record", { record: { S: JSON.stringify(emptyRecord('Other')) } }, 'Error: it is the record of "Other"'],
  ])('An item with %s counts as absent, is logged, and keeps its revision so that it can be overwritten.', async (_what, damage, problem) => {
    dynamo.on(GetItemCommand).resolves({ Item: { ...item(fullRecord()), ...damage } as never });
    expect(await table().load('Orders')).toEqual({ record: emptyRecord('Orders'), revision: 7 });
    expect(lines).toEqual([{ level: 'ERROR', event: 'brokenRecord', pipeline: 'Orders', problem }]);
  });

  test.each([undefined, { S: '7' }, { N: '-1' }, { N: '0' }, { N: '1E+30' }, { N: 'many' }])('An invalid revision (%j) counts as 0.', async (revision) => {
    dynamo.on(GetItemCommand).resolves({ Item: { ...item(fullRecord()), revision } as never });
    expect(await table().load('Orders')).toEqual({ record: fullRecord(), revision: 0 });
  });

  test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
    dynamo.on(GetItemCommand).rejects(error);
    await expect(table().load('Orders')).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.on(GetItemCommand).callsFake(hanging);
    await expect(table(soonOver).load('Orders')).rejects.toBe(OVER);
    expect(dynamo.commandCalls(GetItemCommand)[0].args.at(1)).toEqual({ abortSignal: signals[0] });
  });
});

describe('loadAll', () => {
  const other = emptyRecord('Other');

  test('Records are read page by page, and each page has its own time limit.', async () => {
    const next = { kind: { S: 'record' }, name: { S: 'Orders' } };
    dynamo.on(QueryCommand).resolvesOnce({ Items: [item(fullRecord())], LastEvaluatedKey: next }).resolvesOnce({ Items: [item(other, 1)] });
    expect(await table().loadAll()).toEqual([{ record: fullRecord(), revision: 7 }, { record: other, revision: 1 }]);
    const query = { TableName: 'Incidents', KeyConditionExpression: '#kind = :kind', ExpressionAttributeNames: { '#kind': 'kind' }, ExpressionAttributeValues: { ':kind': { S: 'record' } } };
    expect(dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toEqual([{ ...query, ExclusiveStartKey: undefined }, { ...query, ExclusiveStartKey: next }]);
    expect(signals).toHaveLength(2);
  });

  test('An empty page does not end the listing, and an empty key does.', async () => {
    dynamo.on(QueryCommand).resolvesOnce({ Items: [], LastEvaluatedKey: { kind: { S: 'record' } } }).resolves({ Items: [item(other)], LastEvaluatedKey: {} });
    expect((await table().loadAll()).map(({ record }) => record.pipeline)).toEqual(['Other']);
  });

  test('An empty table has no records.', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [] });
    expect(await table().loadAll()).toEqual([]);
  });

  test('A broken item hides no other: it counts as empty, an item without a name is left out, and both are logged.', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [{ ...item(fullRecord()), record: { S: '{}' } }, { kind: { S: 'record' } }, item(other)] });
    expect(await table().loadAll()).toEqual([{ record: emptyRecord('Orders'), revision: 7 }, { record: other, revision: 7 }]);
    expect(lines).toEqual([
      { level: 'ERROR', event: 'brokenRecord', pipeline: 'Orders', problem: 'RecordError: record: pipeline is missing' },
      { level: 'ERROR', event: 'brokenRecord', problem: 'an item without a name' },
    ]);
  });

  test('An answer without a list is an error, because it does not say that there are no incidents.', async () => {
    dynamo.on(QueryCommand).resolves({});
    await expect(table().loadAll()).rejects.toThrow(new Error('Query answered without a list of items of Incidents'));
  });

  test('A listing that never ends is an error.', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [], LastEvaluatedKey: { kind: { S: 'record' } } });
    await expect(table().loadAll()).rejects.toThrow(new Error('Query did not end within 200 pages of Incidents'));
  });

  test.each(FAILURES)('When any page %s, the listing fails with that error.', async (_how, error) => {
    dynamo.on(QueryCommand).resolvesOnce({ Items: [item(other)], LastEvaluatedKey: { kind: { S: 'record' } } }).rejects(error);
    await expect(table().loadAll()).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.on(QueryCommand).callsFake(hanging);
    await expect(table(soonOver).loadAll()).rejects.toBe(OVER);
    expect(dynamo.commandCalls(QueryCommand)[0].args.at(1)).toEqual({ abortSignal: signals[0] });
  });
});

describe('save', () => {
  const over = emptyRecord('Orders');

  /** The inputs of all attempted writes. */
  const puts = (): PutItemCommandInput[] => dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input);

  test('A record is written as the next revision, on the condition that nobody has written since the last one.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    expect(await table().save(fullRecord(), 7, NOW)).toBe(true);
    expect(puts()).toEqual([{
      TableName: 'Incidents',
      Item: {
        kind: { S: 'record' }, name: { S: 'Orders' }, revision: { N: '8' }, record: { S: JSON.stringify(fullRecord()) }, open: { BOOL: true },
        writer: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
      },
      ConditionExpression: '#revision = :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': { N: '7' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }]);
  });

  test('The first revision is written on the condition that there is none.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    expect(await table().save(fullRecord(), 0, NOW)).toBe(true);
    expect(puts()[0]).toMatchObject({
      Item: { revision: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(#revision) OR NOT attribute_type(#revision, :number) OR #revision < :least OR #revision > :most',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':number': { S: 'N' }, ':least': { N: '1' }, ':most': { N: '9007199254740991' } },
    });
  });

  test('A record without an incident and without unsent notifications expires after 35 days, at a whole second.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await table().save(over, 7, NOW);
    expect(puts()[0].Item).toMatchObject({ open: { BOOL: false }, expiresAt: { N: String((Date.parse('2026-11-24T02:10:01Z') + 35 * DAY) / 1000) } });
  });

  test.each([
    ['an open incident', { ...over, incident: fullRecord().incident }],
    ['a message that is owed', { ...over, outbox: fullRecord().outbox }],
  ])('A record with %s does not expire.', async (_what, record) => {
    dynamo.on(PutItemCommand).resolves({});
    await table().save(record, 7, NOW);
    expect(puts()[0].Item).not.toHaveProperty('expiresAt');
  });

  test('A record that is too long for an item loses texts and is written.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    const seen = fullRecord().alarms['Orders-Failed']!;
    const alarms = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a${index}`, { ...seen, means: 'x'.repeat(1500) }]));
    expect(await table().save({ ...over, alarms }, 7, NOW)).toBe(true);
    const text = puts()[0].Item!.record!.S!;
    expect(text.length).toBeLessThan(350_000);
    expect(Object.keys((JSON.parse(text) as IncidentRecord).alarms)).toHaveLength(300);
  });

  test('A record that is too long even without its optional parts is an error, and nothing is written.', async () => {
    await expect(table().save({ ...over, sentKeys: ['x'.repeat(400_000)] }, 7, NOW))
      .rejects.toThrow(new Error('the record of Orders takes more than 350000 bytes, even without its optional parts'));
    expect(dynamo.calls()).toEqual([]);
  });

  test.each([['nobody knows who', undefined], ['somebody else', 'somebody else']])('When %s has written since, save returns false.', async (_who, writer) => {
    dynamo.on(PutItemCommand).rejects(conditionFailed(writer));
    expect(await table().save(over, 7, NOW)).toBe(false);
  });

  test('When the SDK retries a write whose answer was lost, save returns true.', async () => {
    dynamo.on(PutItemCommand).callsFake((input: PutItemCommandInput) => Promise.reject(conditionFailed(input.Item!.writer!.S)));
    expect(await table().save(over, 7, NOW)).toBe(true);
  });

  test('Two writes are never taken for one.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await table().save(over, 7, NOW);
    await table().save(over, 7, NOW);
    expect(new Set(puts().map(({ Item: written }) => written!.writer!.S)).size).toBe(2);
  });

  test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
    dynamo.on(PutItemCommand).rejects(error);
    await expect(table().save(over, 7, NOW)).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.on(PutItemCommand).callsFake(hanging);
    await expect(table(soonOver).save(over, 7, NOW)).rejects.toBe(OVER);
    expect(dynamo.commandCalls(PutItemCommand)[0].args.at(1)).toEqual({ abortSignal: signals[0] });
  });
});

describe('acquireSendSlot', () => {
  test('A send slot is counted in a window of the clock, and a window has three.', async () => {
    dynamo.on(UpdateItemCommand).resolves({});
    expect(await table().acquireSendSlot('opened', NOW)).toBe(true);
    expect(dynamo.commandCalls(UpdateItemCommand).map(({ args }) => args[0].input)).toEqual([{
      TableName: 'Incidents',
      Key: { kind: { S: 'sendSlot' }, name: { S: 'opened 2026-11-24T02:10:00.000Z' } },
      UpdateExpression: 'SET #expires = :expires ADD #taken :one',
      ConditionExpression: 'attribute_not_exists(#taken) OR #taken < :most',
      ExpressionAttributeNames: { '#taken': 'taken', '#expires': 'expiresAt' },
      ExpressionAttributeValues: { ':one': { N: '1' }, ':most': { N: '3' }, ':expires': { N: String((Date.parse('2026-11-24T02:10:01Z') + DAY) / 1000) } },
    }]);
  });

  test.each([
    ['2026-11-24T02:10:00.000Z', '2026-11-24T02:10:00.000Z'], ['2026-11-24T02:19:59.999Z', '2026-11-24T02:10:00.000Z'], ['2026-11-24T02:20:00.000Z', '2026-11-24T02:20:00.000Z'],
  ])('At %s, the window starts at %s.', async (now, window) => {
    dynamo.on(UpdateItemCommand).resolves({});
    await table().acquireSendSlot('recovered', Date.parse(now));
    expect(dynamo.commandCalls(UpdateItemCommand)[0].args[0].input.Key?.name).toEqual({ S: `recovered ${window}` });
  });

  test('When all send slots are taken, acquireSendSlot returns false.', async () => {
    dynamo.on(UpdateItemCommand).rejects(conditionFailed());
    expect(await table().acquireSendSlot('opened', NOW)).toBe(false);
  });

  test.each([...FAILURES, ['is refused for what somebody wrote there', named('ValidationException', 'An operand in the update expression has an incorrect data type')] as const])(
    'When the call %s, it fails with that error.', async (_how, error) => {
      dynamo.on(UpdateItemCommand).rejects(error);
      await expect(table().acquireSendSlot('opened', NOW)).rejects.toBe(error);
    });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.on(UpdateItemCommand).callsFake(hanging);
    await expect(table(soonOver).acquireSendSlot('opened', NOW)).rejects.toBe(OVER);
    expect(dynamo.commandCalls(UpdateItemCommand)[0].args.at(1)).toEqual({ abortSignal: signals[0] });
  });
});
