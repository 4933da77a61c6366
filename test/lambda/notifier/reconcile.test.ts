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
const HEARING: NotifierEnvironment = { ...ENVIRONMENT, intakeTopicArn: INTAKE };
const at = (time: string, day = '2026-03-10'): number => Date.parse(`${day}T${time}Z`);

/** An account where these alarms are up, of which no message came. */
function up(...alarms: readonly AlarmChange[]): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  addPipeline(ports, { pipeline: 'Orders' });
  ports.alarmsRaised = [...alarms];
  for (const { alarmName, at: since } of alarms) ports.alarmsNow.set(alarmName, { state: 'ALARM', since });
  return ports;
}

const PROOF = change('Orders', 'ProofOfLife', 'ALARM', at('03:21'));

async function ticks(ports: FakeNotifierPorts, from: Instant, to: Instant, environment = HEARING): Promise<void> {
  for (let now = from; now <= to; now += MINUTE) await tick(ports, environment, now);
}

function told(ports: FakeNotifierPorts): string[] {
  return ports.emitted.map(({ kind, pipeline }) => `${kind} ${pipeline}`);
}

describe('an alarm that is up and of which no message came', () => {
  test('is found at the full hour and told by the tick after it, and from then on is an incident like any other', async () => {
    const ports = up(PROOF);
    await ticks(ports, at('03:40'), at('04:00'));
    expect(told(ports)).toEqual([]);
    await ticks(ports, at('04:01'), at('10:02'));
    expect(told(ports)).toEqual(['opened Orders', 'reminder Orders']);
    expect(ports.linesOf('reconciled')).toEqual([{ level: 'WARN', event: 'reconciled', pipeline: 'Orders', alarms: ['Orders-ProofOfLife'] }]);
  });

  test('is dated by the run that was due, as if it had been heard', async () => {
    const ports = up(PROOF);
    ports.contractsStored.push({ name: '/observatory/Orders', text: JSON.stringify(nightly('Orders')), lastChanged: at('00:00', '2026-03-01') });
    for (let day = 2; day <= 9; day += 1) ports.functionRan('Orders', at('02:00', `2026-03-0${day}`));
    await ticks(ports, at('04:00'), at('04:01'));
    expect(ports.table.peek('Orders').record.incident).toMatchObject({ since: at('02:00'), failures: 1 });
  });

  test('is left alone while its message may still come', async () => {
    const ports = up({ ...PROOF, at: at('03:56') });
    await ticks(ports, at('04:00'), at('04:10'));
    expect(told(ports)).toEqual([]);
  });

  test('is left alone in a maintenance window, at whose end CloudWatch tells it', async () => {
    const ports = up(PROOF);
    ports.profilesStored = [];
    addPipeline(ports, { pipeline: 'Orders', muteWindows: [{ expression: 'cron(0 3 * * *)', duration: 'PT4H' }] });
    await ticks(ports, at('04:00'), at('04:10'));
    expect(told(ports)).toEqual([]);
  });

  test('is left alone when it is none of this library\'s', async () => {
    const ports = up({ ...PROOF, description: 'By hand.' });
    await ticks(ports, at('04:00'), at('04:10'));
    expect(told(ports)).toEqual([]);
  });

  test('is told with the others when there are many', async () => {
    const ports = up(...Array.from({ length: 40 }, (_, index) => change(`P${index}`, 'ProofOfLife', 'ALARM', at('03:21'))));
    await ticks(ports, at('04:00'), at('04:10'));
    expect(told(ports)).toEqual(['opened P0', 'opened P1', 'opened P2', 'massOpened undefined']);
    expect(ports.messagesTo(CRITICAL).at(-1)!.text).toContain('P39');
  });
});

test('An alarm that was heard of is not heard again.', async () => {
  const ports = up(PROOF);
  await receive(ports, HEARING, PROOF, at('03:22'));
  // CloudWatch's description of an alarm may have another time than its message.
  ports.alarmsRaised = [{ ...PROOF, at: PROOF.at + 37 }];
  await ticks(ports, at('03:23'), at('05:10'));
  expect(told(ports)).toEqual(['opened Orders']);
});

test('A recovery that CloudWatch knows nothing of is found out, and the incident told anew.', async () => {
  const ports = up(PROOF);
  await receive(ports, HEARING, PROOF, at('03:22'));
  await receive(ports, HEARING, change('Orders', 'ProofOfLife', 'OK', at('03:40')), at('03:40'));
  await ticks(ports, at('03:41'), at('05:10'));
  expect(told(ports)).toEqual(['opened Orders', 'recovered Orders', 'opened Orders']);
});

test('When CloudWatch cannot be asked the tick fails, after everything else was done.', async () => {
  const ports = up(PROOF);
  ports.disturb.raised = () => { throw new FakeError('AccessDeniedException'); };
  await expect(tick(ports, HEARING, at('04:00'))).rejects.toThrow('looking for missed alarms: AccessDeniedException: said the fake');
  await expect(tick(ports, HEARING, at('04:01'))).resolves.toEqual({ incidents: 0 });
});

test('A notifier that does not know its intake looks for none.', async () => {
  const ports = up(PROOF);
  await ticks(ports, at('04:00'), at('04:10'), ENVIRONMENT);
  expect(told(ports)).toEqual([]);
});

describe('that an alarm is OK of which nobody heard that it was up', () => {
  const recovered = (more: Partial<AlarmChange>, signal = 'ProofOfLife'): AlarmChange => change('Orders', signal, 'OK', at('03:40'), more);

  test('is told as a recovery: somebody else told the alarm, or it was forgotten', async () => {
    const ports = up();
    await receive(ports, HEARING, recovered({ before: 'ALARM' }), at('03:41'));
    await receive(ports, HEARING, recovered({ before: 'ALARM' }), at('03:42'));
    expect(told(ports)).toEqual(['recovered Orders']);
  });

  test.each([
    ['it was not up before', recovered({ before: 'INSUFFICIENT_DATA' })],
    ['its message does not say what it was', recovered({})],
    ['its return is no recovery', recovered({ before: 'ALARM' }, 'Failed')],
  ])('is no recovery where %s', async (_, ok) => {
    const ports = up();
    await receive(ports, HEARING, ok, at('03:41'));
    expect(told(ports)).toEqual([]);
  });

  test('ends no incident that other alarms keep open', async () => {
    const ports = up();
    await receive(ports, HEARING, PROOF, at('03:22'));
    await receive(ports, HEARING, recovered({ before: 'ALARM', alarmName: 'Orders-Other' }), at('03:41'));
    expect(told(ports)).toEqual(['opened Orders']);
  });
});

describe('an incident without an alarm that is up', () => {
  /** A failure at 03:21 whose alarm went back, as it does when nothing more fails. */
  async function failed(): Promise<FakeNotifierPorts> {
    const ports = up();
    await receive(ports, HEARING, change('Orders', 'Failed', 'ALARM', at('03:21')), at('03:22'));
    await receive(ports, HEARING, change('Orders', 'Failed', 'OK', at('03:31')), at('03:32'));
    return ports;
  }

  test('is not closed after a day because profile and contract cannot be read', async () => {
    const ports = await failed();
    ports.disturb.parameters = () => { throw new FakeError('ThrottlingException'); };
    await tick(ports, HEARING, at('03:33') + 30 * HOUR);
    expect(ports.table.peek('Orders').record.incident).toBeDefined();
  });

  test('is not closed because they are broken', async () => {
    const ports = await failed();
    ports.profilesStored = ports.profilesStored.map((stored) => ({ ...stored, text: '{' }));
    await tick(ports, HEARING, at('03:33') + 30 * HOUR);
    expect(ports.table.peek('Orders').record.incident).toBeDefined();
  });

  test('is closed with a word when the pipeline does not exist any more', async () => {
    const ports = await failed();
    ports.profilesStored = [];
    await tick(ports, HEARING, at('03:40'));
    expect(told(ports)).toEqual(['opened Orders', 'recovered Orders']);
    expect(ports.messagesTo(CRITICAL).at(-1)!.text).toContain('Orders is no longer watched, so its incident is closed. Down from today 03:21 to 03:40 UTC: it was removed, renamed, or moved.');
  });
});
