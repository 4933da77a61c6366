import {
  ConditionalCheckFailedException, DynamoDBClient, GetItemCommand, PutItemCommand, PutItemCommandInput, QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { mockClient } from 'aws-sdk-client-mock';
import { LedgerError } from '../../../../core/ledger/read-ledger';
import type { SlotRow, Standing } from '../../../../core/ledger/standing';
import { DAY, HOUR, SECOND } from '../../../../core/time';
import { DynamoDBLedger } from '../../../../lambda/shared/dynamodb/ledger-in-dynamodb';
import type { LogEntry } from '../../../../lambda/shared/log';
import type { Ledger } from '../../../../lambda/shared/ports';
import { endless, FAILURES, hanging, OVER, soonOver } from '../failing-calls';

const SLOT = Date.parse('2026-11-24T02:00:00Z');
const client = new DynamoDBClient({ region: 'eu-west-1' });
const dynamo = mockClient(client);

let lines: LogEntry[];
let signals: AbortSignal[];
beforeEach(() => {
  dynamo.reset();
  lines = [];
  signals = [];
});

/** The ledger. Every call has its own signal. */
function ledger(makeSignal: () => AbortSignal = endless): Ledger {
  const signal = (): AbortSignal => {
    signals.push(makeSignal());
    return signals.at(-1)!;
  };
  return new DynamoDBLedger(client, { tableName: 'Ledger', signal, log: (line) => lines.push(line) });
}

function standing(more: Partial<Standing> = {}): Standing {
  return { format: 1, pipeline: 'Orders', writtenAt: SLOT + HOUR, startedAt: SLOT, contract: '{}', changedAt: SLOT, since: SLOT, ...more };
}

function row(more: Partial<SlotRow> = {}): SlotRow {
  return { pipeline: 'Orders', slot: SLOT, dueAt: SLOT, verdict: 'ok', stage: 'Load', code: 'succeeded', reason: 'succeeded', runs: 1, ...more };
}

function standingItem(written: Standing = standing(), revision = 7): Record<string, { S: string } | { N: string }> {
  return { kind: { S: 'standing' }, name: { S: written.pipeline }, revision: { N: String(revision) }, standing: { S: JSON.stringify(written) } };
}

function rowItem(written: SlotRow): Record<string, { S: string }> {
  return { kind: { S: `slots/${written.pipeline}` }, name: { S: new Date(written.slot).toISOString() }, row: { S: JSON.stringify(written) } };
}

function conditionFailed(item?: Record<string, { S: string } | { N: string }>): ConditionalCheckFailedException {
  return new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {}, Item: item });
}

/** The inputs of all attempted writes. */
function puts(): PutItemCommandInput[] {
  return dynamo.commandCalls(PutItemCommand).map(({ args }) => args[0].input);
}

describe('the keys that every checker uses, from the first release on', () => {
  test.each([
    ['a standing', (one: Ledger) => one.saveStanding(standing(), 0), { kind: { S: 'standing' }, name: { S: 'Orders' } }],
    ['a settled slot', (one: Ledger) => one.addSlots([row()]), { kind: { S: 'slots/Orders' }, name: { S: '2026-11-24T02:00:00.000Z' } }],
    ['the checkup', (one: Ledger) => one.saveCheckup({ troubleAt: SLOT }), { kind: { S: 'checkup' }, name: { S: '-' } }],
  ])('%s', async (_what, write, key) => {
    dynamo.on(PutItemCommand).resolves({});
    await write(ledger());
    expect(puts()[0].Item).toMatchObject(key);
  });
});

describe('standings', () => {
  const other = standing({ pipeline: 'Other' });

  test('Standings are read page by page, with their revisions, and each page has its own time limit.', async () => {
    const next = { kind: { S: 'standing' }, name: { S: 'Orders' } };
    dynamo.on(QueryCommand).resolvesOnce({ Items: [standingItem()], LastEvaluatedKey: next }).resolvesOnce({ Items: [standingItem(other, 1)] });
    expect(await ledger().standings()).toEqual([{ pipeline: 'Orders', standing: standing(), revision: 7 }, { pipeline: 'Other', standing: other, revision: 1 }]);
    const query = { TableName: 'Ledger', KeyConditionExpression: '#kind = :kind', ExpressionAttributeNames: { '#kind': 'kind' }, ExpressionAttributeValues: { ':kind': { S: 'standing' } } };
    expect(dynamo.commandCalls(QueryCommand).map(({ args }) => args[0].input)).toEqual([{ ...query, ExclusiveStartKey: undefined }, { ...query, ExclusiveStartKey: next }]);
    expect(signals).toHaveLength(2);
  });

  test.each([
    ['no text', { standing: undefined }, 'LedgerError: $ is not a JSON object: ""'],
    ['a text that is not JSON', { standing: { S: '{' } }, 'LedgerError: $ is not a JSON object: "{"'],
    ['a standing without a format', { standing: { S: '{}' } }, 'LedgerError: format must be 1, got nothing'],
    ['a broken standing', { standing: { S: JSON.stringify({ ...standing(), since: 'yesterday' }) } }, 'LedgerError: since must be a number, got "yesterday"'],
    ["another pipeline's standing", { standing: { S: JSON.stringify(other) } }, 'LedgerError: pipeline must be "Orders" as the key says, got "Other"'],
  ])('An item with %s is listed with its problem, keeps its revision so that it can be overwritten, and stops no other.', async (_what, damage, problem) => {
    dynamo.on(QueryCommand).resolves({ Items: [{ ...standingItem(), ...damage } as never, standingItem(other)] });
    expect(await ledger().standings()).toEqual([{ pipeline: 'Orders', revision: 7, problem }, { pipeline: 'Other', standing: other, revision: 7 }]);
  });

  test('A standing that a newer checker wrote is listed as such.', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [standingItem({ ...standing(), format: 2 } as never)] });
    expect(await ledger().standings()).toEqual([{ pipeline: 'Orders', revision: 7, isNewer: true, problem: 'a newer checker wrote it' }]);
  });

  test('Fields that this checker does not know are kept.', async () => {
    const more = { ...standing(), addedLater: true };
    dynamo.on(QueryCommand).resolves({ Items: [standingItem(more)] });
    expect(await ledger().standings()).toEqual([{ pipeline: 'Orders', standing: more, revision: 7 }]);
  });

  test('An answer without a list is an error, because it does not say that there are no standings.', async () => {
    dynamo.on(QueryCommand).resolves({});
    await expect(ledger().standings()).rejects.toThrow(new Error('Query answered without a list of items of Ledger'));
  });

  test.each(FAILURES)('When any page %s, the listing fails with that error.', async (_how, error) => {
    dynamo.on(QueryCommand).resolvesOnce({ Items: [standingItem()], LastEvaluatedKey: { kind: { S: 'standing' } } }).rejects(error);
    await expect(ledger().standings()).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.on(QueryCommand).callsFake(hanging);
    await expect(ledger(soonOver).standings()).rejects.toBe(OVER);
    expect(dynamo.commandCalls(QueryCommand)[0].args.at(1)).toEqual({ abortSignal: signals[0] });
  });
});

describe('slots', () => {
  const read = (one: Ledger): ReturnType<Ledger['slots']> => one.slots('Orders', SLOT - DAY, SLOT);

  test('Rows between two instants are read oldest first, page by page.', async () => {
    const [older, newer] = [row({ slot: SLOT - DAY }), row()];
    const next = { kind: { S: 'slots/Orders' }, name: { S: '2026-11-23T02:00:00.000Z' } };
    dynamo.on(QueryCommand).resolvesOnce({ Items: [rowItem(older)], LastEvaluatedKey: next }).resolvesOnce({ Items: [rowItem(newer)] });
    expect(await read(ledger())).toEqual({ rows: [older, newer], broken: 0 });
    expect(dynamo.commandCalls(QueryCommand)[0].args[0].input).toEqual({
      TableName: 'Ledger',
      KeyConditionExpression: '#kind = :kind AND #name BETWEEN :first AND :last',
      ExpressionAttributeNames: { '#kind': 'kind', '#name': 'name' },
      ExpressionAttributeValues: { ':kind': { S: 'slots/Orders' }, ':first': { S: '2026-11-23T02:00:00.000Z' }, ':last': { S: '2026-11-24T02:00:00.000Z' } },
      ExclusiveStartKey: undefined,
    });
  });

  test('A row that cannot be read is counted and logged, and hides no other.', async () => {
    dynamo.on(QueryCommand).resolves({ Items: [{ ...rowItem(row({ slot: SLOT - DAY })), row: { S: '{' } }, rowItem(row())] });
    expect(await read(ledger())).toEqual({ rows: [row()], broken: 1 });
    expect(lines).toEqual([{ level: 'ERROR', event: 'brokenSlotRow', pipeline: 'Orders', slot: '2026-11-23T02:00:00.000Z', problem: 'LedgerError: $ is not a JSON object: "{"' }]);
  });

  test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
    dynamo.on(QueryCommand).rejects(error);
    await expect(read(ledger())).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.on(QueryCommand).callsFake(hanging);
    await expect(read(ledger(soonOver))).rejects.toBe(OVER);
  });
});

describe('addSlots', () => {
  test('A row is put on the condition that there is none, and expires 400 days after its slot.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    expect(await ledger().addSlots([row()])).toEqual([row()]);
    expect(puts()).toEqual([{
      TableName: 'Ledger',
      Item: { ...rowItem(row()), verdict: { S: 'ok' }, expiresAt: { N: String((SLOT + 400 * DAY) / SECOND) } },
      ConditionExpression: 'attribute_not_exists(#row) OR #verdict = :unknown',
      ExpressionAttributeNames: { '#row': 'row', '#verdict': 'verdict' },
      ExpressionAttributeValues: { ':unknown': { S: 'unknown' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }]);
  });

  test('An unknown verdict replaces nothing, so an unknown one is replaced once.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await ledger().addSlots([row({ verdict: 'unknown' })]);
    expect(puts()[0]).toMatchObject({ ConditionExpression: 'attribute_not_exists(#row)', ExpressionAttributeNames: { '#row': 'row' } });
    expect(puts()[0]).not.toHaveProperty('ExpressionAttributeValues');
  });

  test('A row that exists is the truth and is returned in the place of the new one.', async () => {
    const [there, new_] = [row({ verdict: 'missed', code: 'notStarted', reason: 'did not start' }), row({ slot: SLOT + DAY })];
    dynamo.on(PutItemCommand).resolves({}).on(PutItemCommand, { Item: { ...rowItem(row()), verdict: { S: 'ok' }, expiresAt: { N: String((SLOT + 400 * DAY) / SECOND) } } }).rejects(conditionFailed(rowItem(there)));
    expect(await ledger().addSlots([row(), new_])).toEqual([there, new_]);
    expect(lines).toEqual([]);
  });

  test.each([
    ['cannot be read', { ...rowItem(row()), row: { S: '{' } }, '{'],
    ['is not in the answer', undefined, ''],
  ])('If the row that exists %s, the evidence counts, and the log names the row.', async (_what, item, text) => {
    dynamo.on(PutItemCommand).rejects(conditionFailed(item));
    expect(await ledger().addSlots([row()])).toEqual([row()]);
    expect(lines).toEqual([{ level: 'ERROR', event: 'brokenSlotRow', pipeline: 'Orders', slot: '2026-11-24T02:00:00.000Z', problem: `LedgerError: $ is not a JSON object: "${text}"` }]);
  });

  test('At most eight rows are put at once, and their order is kept.', async () => {
    let [running, most] = [0, 0];
    dynamo.on(PutItemCommand).callsFake(async () => {
      most = Math.max(most, running += 1);
      await new Promise(setImmediate);
      running -= 1;
    });
    const rows = Array.from({ length: 30 }, (_, index) => row({ slot: SLOT + index * DAY }));
    expect(await ledger().addSlots(rows)).toEqual(rows);
    expect(most).toBe(8);
  });

  test.each(FAILURES)('When a call %s, it fails with that error.', async (_how, error) => {
    dynamo.on(PutItemCommand).resolvesOnce({}).rejects(error);
    await expect(ledger().addSlots([row(), row({ slot: SLOT + DAY })])).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.on(PutItemCommand).callsFake(hanging);
    await expect(ledger(soonOver).addSlots([row()])).rejects.toBe(OVER);
    expect(dynamo.commandCalls(PutItemCommand)[0].args.at(1)).toEqual({ abortSignal: signals[0] });
  });
});

describe('saveStanding', () => {
  test('A standing is written as the next revision, on the condition that nobody has written since the last one.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    expect(await ledger().saveStanding(standing(), 7)).toBe(true);
    expect(puts()).toEqual([{
      TableName: 'Ledger',
      Item: { ...standingItem(standing(), 8), writer: { S: expect.stringMatching(/^[0-9a-f-]{36}$/) as string } },
      ConditionExpression: '#revision = :revision',
      ExpressionAttributeNames: { '#revision': 'revision' },
      ExpressionAttributeValues: { ':revision': { N: '7' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    }]);
  });

  test('The standing of a pipeline that was removed expires 400 days later.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await ledger().saveStanding(standing({ retiredAt: SLOT }), 7);
    expect(puts()[0].Item).toMatchObject({ expiresAt: { N: String((SLOT + 400 * DAY) / SECOND) } });
  });

  test('A standing that no item can hold is an error, and nothing is written.', async () => {
    await expect(ledger().saveStanding(standing({ contract: 'x'.repeat(400_000) }), 7)).rejects.toThrow(new Error('an entry of the ledger takes more than 350000 bytes'));
    expect(dynamo.calls()).toEqual([]);
  });

  test.each([['nobody knows who', undefined], ['somebody else', { writer: { S: 'somebody else' } }]])('When %s has written since, saveStanding returns false.', async (_who, item) => {
    dynamo.on(PutItemCommand).rejects(conditionFailed(item));
    expect(await ledger().saveStanding(standing(), 7)).toBe(false);
  });

  test('When the SDK retries a write whose answer was lost, saveStanding returns true.', async () => {
    dynamo.on(PutItemCommand).callsFake((input: PutItemCommandInput) => Promise.reject(conditionFailed({ writer: { S: input.Item!.writer!.S! } })));
    expect(await ledger().saveStanding(standing(), 7)).toBe(true);
  });

  test.each(FAILURES)('When the call %s, it fails with that error.', async (_how, error) => {
    dynamo.on(PutItemCommand).rejects(error);
    await expect(ledger().saveStanding(standing(), 7)).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.on(PutItemCommand).callsFake(hanging);
    await expect(ledger(soonOver).saveStanding(standing(), 7)).rejects.toBe(OVER);
  });
});

describe('the checkup', () => {
  test('It is read with its key.', async () => {
    dynamo.on(GetItemCommand).resolves({ Item: { checkup: { S: JSON.stringify({ troubleAt: SLOT }) } } });
    expect(await ledger().checkup()).toEqual({ troubleAt: SLOT });
    expect(dynamo.commandCalls(GetItemCommand)[0].args[0].input).toEqual({ TableName: 'Ledger', Key: { kind: { S: 'checkup' }, name: { S: '-' } } });
  });

  test('Before the first one there is none.', async () => {
    dynamo.on(GetItemCommand).resolves({});
    expect(await ledger().checkup()).toBeUndefined();
  });

  test.each([['no text', {}], ['a text that is not JSON', { checkup: { S: '{' } }], ['a time that is none', { checkup: { S: '{"troubleAt":"now"}' } }]])('%s is an error of the ledger.', async (_what, item) => {
    dynamo.on(GetItemCommand).resolves({ Item: item });
    await expect(ledger().checkup()).rejects.toThrow(LedgerError);
  });

  test('It is written without a condition: of two ticks at once, the last one wins.', async () => {
    dynamo.on(PutItemCommand).resolves({});
    await ledger().saveCheckup({ troubleAt: SLOT });
    expect(puts()).toEqual([{ TableName: 'Ledger', Item: { kind: { S: 'checkup' }, name: { S: '-' }, checkup: { S: JSON.stringify({ troubleAt: SLOT }) } } }]);
  });

  test.each(FAILURES)('When a call %s, it fails with that error.', async (_how, error) => {
    dynamo.rejects(error);
    await expect(ledger().checkup()).rejects.toBe(error);
    await expect(ledger().saveCheckup({})).rejects.toBe(error);
  });

  test('A call that hangs fails when its time is over.', async () => {
    dynamo.onAnyCommand().callsFake(hanging);
    await expect(ledger(soonOver).checkup()).rejects.toBe(OVER);
    await expect(ledger(soonOver).saveCheckup({})).rejects.toBe(OVER);
  });
});
