import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { REGION } from '../emulator';
import { fieldsOf, query } from '../inventory';
import { CONTACTS, OUTPUTS, PIPELINES } from '../names';
import { same } from '../same';
import type { Trial } from '../trial';

const ROOT = path.resolve(__dirname, '../../..');
const USER = 'status-reader';
const POLICY = 'read';

/** What the program prints, as far as it is checked. */
interface Printed {
  readonly region: string;
  readonly observatories: readonly {
    readonly observatory: string;
    readonly checkerSilent: string;
    readonly problems: readonly string[];
    readonly pipelines: readonly {
      readonly pipeline: string;
      readonly alive: string;
      readonly because?: string;
      readonly lastSuccess?: string;
      readonly incident?: { readonly from: string };
      readonly notifies: readonly { readonly topic: string; readonly topicArn: string; readonly confirmed: readonly string[] }[];
    }[];
  }[];
}

/** The bundled program looks at the account, with the policy that its page gives and no other. */
export async function checkStatus(trial: Trial): Promise<void> {
  const { checks, outputs } = trial;
  const missed = [PIPELINES.forgotten, PIPELINES.neglected, PIPELINES.tended];
  let printed: Printed | undefined;

  await checks.check('`observed-pipeline status` may look at the account with the policy of docs/status.md alone, and ends with 1 since something is missed', async () => {
    const keys = await userWithPolicyOfThePage(trial);
    try {
      printed = JSON.parse(await status(trial, keys)) as Printed;
    } finally {
      await removeUser(trial, keys.id);
    }
    same(printed.observatories.map(({ observatory, checkerSilent, problems }) => [observatory, checkerSilent, problems]), [[outputs[OUTPUTS.observatory], 'OK', []]]);
  });
  await checks.check(`it shows by its own look that ${PIPELINES.punctual} is alive and when it last succeeded`, () => {
    const punctual = pipelines(printed).find(({ pipeline }) => pipeline === PIPELINES.punctual);
    same([punctual?.alive, punctual?.incident], ['alive', undefined]);
    assert.ok(Date.now() - Date.parse(punctual!.lastSuccess!) < 180_000, punctual!.lastSuccess);
  });
  await checks.check('it shows which others are not, why, and the incidents of the table', () => {
    const others = pipelines(printed).filter(({ pipeline }) => pipeline !== PIPELINES.punctual);
    same(others.map(({ pipeline, alive, incident }) => [pipeline, alive, incident?.from]), missed.map((pipeline) => [pipeline, 'notAlive', 'table']));
    return others.map(({ because }) => because).join(', ');
  });
  await checks.check('it finds through the notifier who is notified of each', () => {
    for (const { notifies } of pipelines(printed)) {
      same(notifies.map(({ topic, topicArn }) => [topic, topicArn]), [['CRITICAL', outputs[OUTPUTS.criticalTopic]]]);
      assert.ok(notifies[0].confirmed.includes(`email ${CONTACTS.email}`), JSON.stringify(notifies));
    }
  });
}

function pipelines(printed: Printed | undefined): Printed['observatories'][number]['pipelines'] {
  return printed?.observatories[0]?.pipelines ?? [];
}

interface Keys {
  readonly id: string;
  readonly secret: string;
}

async function userWithPolicyOfThePage({ account }: Trial): Promise<Keys> {
  const [, policy] = /<!-- policy -->\n```json\n(.*?)```/s.exec(readFileSync(path.join(ROOT, 'docs', 'status.md'), 'utf8'))!;
  await iam(account, 'CreateUser', { UserName: USER });
  await iam(account, 'PutUserPolicy', { UserName: USER, PolicyName: POLICY, PolicyDocument: policy });
  const answer = await iam(account, 'CreateAccessKey', { UserName: USER });
  return { id: fieldsOf(answer, 'AccessKeyId')[0], secret: fieldsOf(answer, 'SecretAccessKey')[0] };
}

async function removeUser({ account }: Trial, keyId: string): Promise<void> {
  await iam(account, 'DeleteAccessKey', { UserName: USER, AccessKeyId: keyId });
  await iam(account, 'DeleteUserPolicy', { UserName: USER, PolicyName: POLICY });
  await iam(account, 'DeleteUser', { UserName: USER });
}

function iam(account: Trial['account'], action: string, parameters: Record<string, string>): Promise<string> {
  return query(account, 'iam', '2010-05-08', action, parameters);
}

/** @returns what it prints */
async function status({ processes, emulator, temp }: Trial, { id, secret }: Keys): Promise<string> {
  const log = path.join(temp, 'status.log');
  const env = {
    PATH: process.env.PATH, HOME: temp, AWS_ENDPOINT_URL: emulator.endpoint, AWS_REGION: REGION, AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret,
    AWS_EC2_METADATA_DISABLED: 'true', AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  };
  await processes.run(process.execPath, [path.join(ROOT, 'cli-dist/main.mjs'), 'status', '--json'], { env, log }, (code) => code === 1);
  return readFileSync(log, 'utf8');
}
