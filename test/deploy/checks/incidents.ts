import assert from 'node:assert/strict';
import type { ReceivedMessage } from '../inbox';
import { forgetTurns, incidents, setBack } from '../incidents';
import { alarmName } from '../metrics';
import { OUTPUTS, PIPELINES } from '../names';
import { same } from '../same';
import type { Trial } from '../trial';

const HOUR = 3_600_000;
const MISSED = [PIPELINES.forgotten, PIPELINES.neglected, PIPELINES.tended];

/** What the notifier made of the alarms: one incident for each pipeline, sent once, in a message that explains it. */
export async function checkIncidents(trial: Trial): Promise<void> {
  const { checks, account, outputs, inbox, events } = trial;

  for (const [pipeline, did, says] of [
    [PIPELINES.forgotten, 'did not start', ['; no run seen by ', 'Expected: every minute UTC']],
    [PIPELINES.neglected, 'did not succeed', ['; none seen by ', 'Expected: a success at least every 1 minute']],
    [PIPELINES.tended, 'did not succeed', ['; none seen by ', 'Expected: a success at least every 1 minute', 'Owner: deployment-test', 'Runbook: https://wiki.example.com/tended']],
  ] as const) {
    await checks.check(`one message on the critical topic says that ${pipeline} ${did}: what happened, what is expected, where to look`, async () => {
      const message = await inbox.one(`that ${pipeline} ${did}`, ({ subject }) => subject.startsWith(`CRITICAL: ${pipeline} ${did}`));
      same(message.topicArn, outputs[OUTPUTS.criticalTopic]);
      requireSaid(message, [
        `${pipeline} ${did}. `, 'Next step: ', ...says, `Alarm: ${await alarmName(trial, `${pipeline}/ProofOfLife`)}`,
        `Observatory: ${outputs[OUTPUTS.observatory]}, account `, 'LINKS',
      ]);
      assert.ok(!message.text.includes('NOT KNOWN'), message.text);
      return message.subject;
    });
  }
  await checks.check(`nobody is notified about ${PIPELINES.punctual}, which is alive`, async () => {
    same(await inbox.subjectsAbout(PIPELINES.punctual), []);
  });
  await checks.check('each message is an event on the default bus, too, and a rule puts it into a queue', async () => {
    for (const { subject, text } of (await inbox.all()).filter((message) => message.subject.startsWith('CRITICAL: '))) {
      const { source, type, detail } = await events.one(`that is the event of "${subject}"`, (event) => event.detail.subject === subject);
      same([source, type, detail.text, detail.observatory], ['cdk-observed-pipeline', 'Pipeline Incident', text, outputs[OUTPUTS.observatory]]);
    }
  });
  await checks.check('the table has an open incident for each of the three and no other, with nothing left to send', async () => {
    const open = [...await incidents(trial)].filter(([, { record }]) => record.incident !== undefined);
    same(open.map(([pipeline]) => pipeline).sort(), MISSED);
    same(open.map(([, { record, item }]) => [item.open.BOOL, item.expiresAt, record.outbox.length]), MISSED.map(() => [true, undefined, 0]));
  });
  await checks.check('no error is in the log of the notifier', async () => {
    const lines = await account.logLines(outputs[OUTPUTS.notifierLogs]);
    same(lines.filter(({ level }) => level !== 'INFO').map((line) => JSON.stringify(line)), []);
    return `${lines.filter(({ event }) => event === 'received').length} alarms, ${lines.filter(({ event }) => event === 'tick').length} ticks`;
  });
  await checks.check(`the incidents of ${PIPELINES.forgotten} and ${PIPELINES.neglected} are set back by 7 hours in the table, which no user could do`, async () => {
    await setBack(trial, PIPELINES.forgotten, 7 * HOUR);
    await setBack(trial, PIPELINES.neglected, 7 * HOUR);
    await forgetTurns(trial);
  });
}

/** @throws when a message does not say all that it should, with what it says */
export function requireSaid({ text }: ReceivedMessage, wanted: readonly string[]): void {
  const missing = wanted.filter((part) => !text.includes(part));
  assert.ok(missing.length === 0, `not said: ${missing.join(' | ')}\n${text}`);
}
