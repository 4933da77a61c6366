import { AttributeValue, DeleteItemCommand, paginateQuery, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { readRecord } from '../../core/incident/read-record';
import { IncidentRecord } from '../../core/incident/record';
import { readStanding } from '../../core/ledger/read-ledger';
import type { Standing } from '../../core/ledger/standing';
import { all } from './account';
import { OUTPUTS } from './names';
import type { Trial } from './trial';

type Item = Readonly<Record<string, AttributeValue>>;

/** A record of the table of incidents, with the item that it is in. */
export interface StoredIncident {
  readonly record: IncidentRecord;
  readonly item: Item;
}

/** What the table of incidents has of each pipeline, and of the observatory itself. */
export async function incidents(trial: Trial): Promise<ReadonlyMap<string, StoredIncident>> {
  return new Map((await items(trial, 'record')).map((item) => [item.name.S!, { record: readRecord(item.record.S!), item }]));
}

/** What the ledger knows of each pipeline. */
export async function standings(trial: Trial): Promise<ReadonlyMap<string, Standing>> {
  return new Map((await items(trial, 'standing')).map((item) => [item.name.S!, readStanding(item.standing.S!, item.name.S!)]));
}

/** Makes an incident that much older, as time would: nobody can wait for it here, and no user could do this. */
export async function setBack(trial: Trial, pipeline: string, millis: number): Promise<void> {
  const found = (await incidents(trial)).get(pipeline);
  const incident = found?.record.incident;
  if (found === undefined || incident === undefined) throw new Error(`${pipeline} has no open incident`);
  const older = { ...incident, openedAt: incident.openedAt - millis, since: incident.since - millis, lastNotificationAt: incident.lastNotificationAt! - millis };
  const { revision } = found.item;
  await trial.account.tables.send(new PutItemCommand({
    TableName: trial.outputs[OUTPUTS.incidents],
    Item: { ...found.item, revision: { N: String(Number(revision.N) + 1) }, record: { S: JSON.stringify({ ...found.record, incident: older }) } },
    ConditionExpression: '#revision = :revision',
    ExpressionAttributeNames: { '#revision': 'revision' },
    ExpressionAttributeValues: { ':revision': revision },
  }));
}

/** Forgets how many messages went out lately, as the next window of ten minutes would: more than three would be held for a while. */
export async function forgetTurns(trial: Trial): Promise<void> {
  for (const { kind, name } of await items(trial, 'sendSlot')) {
    await trial.account.tables.send(new DeleteItemCommand({ TableName: trial.outputs[OUTPUTS.incidents], Key: { kind, name } }));
  }
}

async function items({ account, outputs }: Trial, kind: string): Promise<Item[]> {
  const query = {
    TableName: outputs[OUTPUTS.incidents],
    KeyConditionExpression: '#kind = :kind',
    ExpressionAttributeNames: { '#kind': 'kind' },
    ExpressionAttributeValues: { ':kind': { S: kind } },
    ConsistentRead: true,
  };
  return all(paginateQuery({ client: account.tables }, query), (page) => page.Items);
}
