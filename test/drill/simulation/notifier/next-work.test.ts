import { parseSchedule } from '../../../../core/schedule/parse';
import { MINUTE } from '../../../../core/time';
import { nextWork } from '../../../../drill/simulation/notifier/next-work';
import { receive } from '../../../../lambda/notifier/receive';
import { tick } from '../../../../lambda/notifier/tick';
import { FakeNotifierPorts } from '../../../lambda/notifier/fake-notifier-ports';
import { addPipeline, change, CRITICAL, ENVIRONMENT } from '../../../lambda/notifier/scene';

const at = (time: string, day = '2026-03-10'): number => Date.parse(`${day}T${time}Z`);

function orders(): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  addPipeline(ports, { pipeline: 'Orders' });
  return ports;
}

test('A notifier without incidents, digest and intake never has work of its own.', async () => {
  expect(await nextWork({ ports: orders(), environment: ENVIRONMENT, now: at('04:01') })).toEqual({ wakeAt: Infinity, judgeAt: Infinity });
});

test('While an incident is open, its evidence is judged every five minutes, and the reminder is due after six hours.', async () => {
  const ports = orders();
  await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
  ports.alarmsNow.set('Orders-ProofOfLife', { state: 'ALARM', since: at('03:21') });
  await tick(ports, ENVIRONMENT, at('03:23'));
  expect(await nextWork({ ports, environment: ENVIRONMENT, now: at('03:23') })).toEqual({ judgeAt: at('03:25'), wakeAt: at('09:22') });
});

test('A notifier that knows its intake topic looks for missed alarms at each full hour.', async () => {
  const environment = { ...ENVIRONMENT, intakeTopicArn: 'arn:aws:sns:eu-west-1:111122223333:Intake' };
  expect(await nextWork({ ports: orders(), environment, now: at('04:01') })).toEqual({ wakeAt: at('05:00'), judgeAt: Infinity });
});

test('A digest is due at the next slot of its schedule.', async () => {
  const digest = { schedule: parseSchedule('cron(0 8 ? * MON *)', { timeZone: 'Europe/Berlin' }), every: 'week' as const, topicArns: [CRITICAL] };
  const run = { ports: orders(), environment: { ...ENVIRONMENT, digest }, now: at('12:00', '2026-03-08') };
  expect(await nextWork(run)).toEqual({ wakeAt: at('07:00', '2026-03-09'), judgeAt: Infinity });
});

test('A notification that another process has claimed is due when the claim ends.', async () => {
  const ports = orders();
  ports.disturb.publish = () => { throw new Error('no answer'); };
  ports.disturb.save = (record) => {
    // The process dies before it can release its claim.
    if (record.outbox.length > 0 && record.outbox[0]!.claimedUntil === undefined && ports.table.peek('Orders').revision > 1) throw new Error('gone');
  };
  await expect(receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'))).rejects.toThrow();
  const { wakeAt } = await nextWork({ ports, environment: ENVIRONMENT, now: at('03:22') });
  expect(wakeAt).toBe(at('03:22') + 1.5 * MINUTE);
});

test('Held notifications are due as a group 90 seconds after the first.', async () => {
  const ports = new FakeNotifierPorts();
  for (let index = 0; index < 5; index += 1) await receive(ports, ENVIRONMENT, change(`P${index}`, 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
  expect((await nextWork({ ports, environment: ENVIRONMENT, now: at('03:22') })).wakeAt).toBe(at('03:22') + 1.5 * MINUTE);
});
