import { AlarmChange } from '../../../core/alarm-change';
import { HOUR, Instant, MINUTE } from '../../../core/time';
import type { NotifierEnvironment } from '../../../lambda/notifier/environment';
import { receive } from '../../../lambda/notifier/receive';
import { tick } from '../../../lambda/notifier/tick';
import { nightly } from '../checker/fake-contracts';
import { FakeError } from '../shared/fake-evidence-ports';
import { FakeNotifierPorts } from './fake-notifier-ports';
import { addPipeline, change, CRITICAL, ENVIRONMENT } from './scene';

const INTAKE = 'arn:aws:sns:eu-west-1:111122223333:Intake';
const WITH_INTAKE: NotifierEnvironment = { ...ENVIRONMENT, intakeTopicArn: INTAKE };
const at = (time: string, day = '2026-03-10'): number => Date.parse(`${day}T${time}Z`);

/** An account with these raised alarms, whose messages are missing. */
function up(...alarms: readonly AlarmChange[]): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  addPipeline(ports, { pipeline: 'Orders' });
  ports.alarmsRaised = [...alarms];
  for (const { alarmName, at: since } of alarms) ports.alarmsNow.set(alarmName, { state: 'ALARM', since });
  return ports;
}

const PROOF = change('Orders', 'ProofOfLife', 'ALARM', at('03:21'));

async function ticks(ports: FakeNotifierPorts, from: Instant, to: Instant, environment = WITH_INTAKE): Promise<void> {
  for (let now = from; now <= to; now += MINUTE) await tick(ports, environment, now);
}

function sent(ports: FakeNotifierPorts): string[] {
  return ports.emitted.map(({ kind, pipeline }) => `${kind} ${pipeline}`);
}

describe('a raised alarm whose message is missing', () => {
  test('A missed alarm is found at the full hour, sent by the next tick, and is then an incident like any other.', async () => {
    const ports = up(PROOF);
    await ticks(ports, at('03:40'), at('04:00'));
    expect(sent(ports)).toEqual([]);
    await ticks(ports, at('04:01'), at('10:02'));
    expect(sent(ports)).toEqual(['opened Orders', 'reminder Orders']);
    expect(ports.linesOf('reconciled')).toEqual([{ level: 'WARN', event: 'reconciled', pipeline: 'Orders', alarms: ['Orders-ProofOfLife'] }]);
  });

  test('A missed alarm is dated by its due run, as if its message had arrived.', async () => {
    const ports = up(PROOF);
    ports.contractsStored.push({ name: '/observatory/Orders', text: JSON.stringify(nightly('Orders')), lastChanged: at('00:00', '2026-03-01') });
    for (let day = 2; day <= 9; day += 1) ports.functionRan('Orders', at('02:00', `2026-03-0${day}`));
    await ticks(ports, at('04:00'), at('04:01'));
    expect(ports.table.peek('Orders').record.incident).toMatchObject({ since: at('02:00'), failures: 1 });
  });

  test('An alarm whose message may still arrive is not reconciled.', async () => {
    const ports = up({ ...PROOF, at: at('03:56') });
    await ticks(ports, at('04:00'), at('04:10'));
    expect(sent(ports)).toEqual([]);
  });

  test('An alarm in a mute window is not reconciled, because CloudWatch sends it at the end of the window.', async () => {
    const ports = up(PROOF);
    ports.profilesStored = [];
    addPipeline(ports, { pipeline: 'Orders', muteWindows: [{ expression: 'cron(0 3 * * *)', duration: 'PT4H' }] });
    await ticks(ports, at('04:00'), at('04:10'));
    expect(sent(ports)).toEqual([]);
  });

  test('An alarm that this library did not make is not reconciled.', async () => {
    const ports = up({ ...PROOF, description: 'By hand.' });
    await ticks(ports, at('04:00'), at('04:10'));
    expect(sent(ports)).toEqual([]);
  });

  test('Many missed alarms are sent as a group.', async () => {
    const ports = up(...Array.from({ length: 40 }, (_, index) => change(`P${index}`, 'ProofOfLife', 'ALARM', at('03:21'))));
    await ticks(ports, at('04:00'), at('04:10'));
    expect(sent(ports)).toEqual(['opened P0', 'opened P1', 'opened P2', 'massOpened undefined']);
    expect(ports.messagesTo(CRITICAL).at(-1)!.text).toContain('P39');
  });
});

test('An alarm whose message arrived is not reconciled.', async () => {
  const ports = up(PROOF);
  await receive(ports, WITH_INTAKE, PROOF, at('03:22'));
  // DescribeAlarms may return another time than the alarm's message.
  ports.alarmsRaised = [{ ...PROOF, at: PROOF.at + 37 }];
  await ticks(ports, at('03:23'), at('05:10'));
  expect(sent(ports)).toEqual(['opened Orders']);
});

test('A recovery that CloudWatch did not send is noticed, and the incident is sent again.', async () => {
  const ports = up(PROOF);
  await receive(ports, WITH_INTAKE, PROOF, at('03:22'));
  await receive(ports, WITH_INTAKE, change('Orders', 'ProofOfLife', 'OK', at('03:40')), at('03:40'));
  await ticks(ports, at('03:41'), at('05:10'));
  expect(sent(ports)).toEqual(['opened Orders', 'recovered Orders', 'opened Orders']);
});

test('When CloudWatch cannot be asked for raised alarms, the tick fails after everything else was done.', async () => {
  const ports = up(PROOF);
  ports.disturb.raised = () => { throw new FakeError('AccessDeniedException'); };
  await expect(tick(ports, WITH_INTAKE, at('04:00'))).rejects.toThrow('looking for missed alarms: AccessDeniedException: said the fake');
  await expect(tick(ports, WITH_INTAKE, at('04:01'))).resolves.toEqual({ incidents: 0 });
});

test('A notifier without an intake topic does not look for missed alarms.', async () => {
  const ports = up(PROOF);
  await ticks(ports, at('04:00'), at('04:10'), ENVIRONMENT);
  expect(sent(ports)).toEqual([]);
});

describe('the recovery of an alarm whose message is missing', () => {
  const recovered = (more: Partial<AlarmChange>, signal = 'ProofOfLife'): AlarmChange => change('Orders', signal, 'OK', at('03:40'), more);

  test('The recovery of an unknown lasting alarm is sent.', async () => {
    const ports = up();
    await receive(ports, WITH_INTAKE, recovered({ before: 'ALARM' }), at('03:41'));
    await receive(ports, WITH_INTAKE, recovered({ before: 'ALARM' }), at('03:42'));
    expect(sent(ports)).toEqual(['recovered Orders']);
  });

  test.each([
    ['the alarm was not in ALARM before', recovered({ before: 'INSUFFICIENT_DATA' })],
    ['its message does not name the state before', recovered({})],
    ['the alarm is not a lasting one', recovered({ before: 'ALARM' }, 'Failed')],
  ])('An OK is not a recovery when %s.', async (_, ok) => {
    const ports = up();
    await receive(ports, WITH_INTAKE, ok, at('03:41'));
    expect(sent(ports)).toEqual([]);
  });

  test('The recovery of an unknown alarm ends no incident that other alarms keep open.', async () => {
    const ports = up();
    await receive(ports, WITH_INTAKE, PROOF, at('03:22'));
    await receive(ports, WITH_INTAKE, recovered({ before: 'ALARM', alarmName: 'Orders-Other' }), at('03:41'));
    expect(sent(ports)).toEqual(['opened Orders']);
  });
});

describe('an incident without a raised alarm', () => {
  /** A failure at 03:21 whose alarm is OK again, because nothing else failed. */
  async function failed(): Promise<FakeNotifierPorts> {
    const ports = up();
    await receive(ports, WITH_INTAKE, change('Orders', 'Failed', 'ALARM', at('03:21')), at('03:22'));
    await receive(ports, WITH_INTAKE, change('Orders', 'Failed', 'OK', at('03:31')), at('03:32'));
    return ports;
  }

  test('An incident is not closed after a day when profile and contract cannot be read.', async () => {
    const ports = await failed();
    ports.disturb.parameters = () => { throw new FakeError('ThrottlingException'); };
    await tick(ports, WITH_INTAKE, at('03:33') + 30 * HOUR);
    expect(ports.table.peek('Orders').record.incident).toBeDefined();
  });

  test('An incident is not closed when profile and contract are broken.', async () => {
    const ports = await failed();
    ports.profilesStored = ports.profilesStored.map((stored) => ({ ...stored, text: '{' }));
    await tick(ports, WITH_INTAKE, at('03:33') + 30 * HOUR);
    expect(ports.table.peek('Orders').record.incident).toBeDefined();
  });

  test('An incident is closed with an explanation when the pipeline no longer exists.', async () => {
    const ports = await failed();
    ports.profilesStored = [];
    await tick(ports, WITH_INTAKE, at('03:40'));
    expect(sent(ports)).toEqual(['opened Orders', 'recovered Orders']);
    expect(ports.messagesTo(CRITICAL).at(-1)!.text).toContain('Orders is no longer watched, so its incident is closed. Down from today 03:21 to 03:40 UTC: it was removed, renamed, or moved.');
  });
});
