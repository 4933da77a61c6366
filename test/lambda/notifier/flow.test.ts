import { parseSchedule } from '../../../core/schedule/parse';
import { OBSERVATORY_ITSELF } from '../../../core/signals';
import { DAY, HOUR, MINUTE } from '../../../core/time';
import { receive } from '../../../lambda/notifier/receive';
import { tick } from '../../../lambda/notifier/tick';
import { nightly } from '../checker/fake-contracts';
import { FakeError } from '../shared/fake-evidence-ports';
import { FakeNotifierPorts } from './fake-notifier-ports';
import { addPipeline, change, CRITICAL, ENVIRONMENT, ESCALATION, WARNING } from './scene';

const SINCE = Date.parse('2026-03-01T00:00:00Z');
const at = (time: string, day = '2026-03-10'): number => Date.parse(`${day}T${time}Z`);

/** An account with the nightly pipeline Orders, which ran every night up to the ninth of March. */
function orders(): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  addPipeline(ports, { pipeline: 'Orders' }, nightly('Orders'), SINCE);
  for (let day = 2; day <= 9; day += 1) ports.functionRan('Orders', at('02:00', `2026-03-0${day}`));
  return ports;
}

async function ticks(ports: FakeNotifierPorts, from: number, to: number, environment = ENVIRONMENT): Promise<void> {
  for (let now = Math.ceil(from / MINUTE) * MINUTE; now <= to; now += MINUTE) await tick(ports, environment, now);
}

describe('an alarm', () => {
  test('An alarm becomes a message at once, with the due time and the last success.', async () => {
    const ports = orders();
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    const [message] = ports.messagesTo(CRITICAL);
    expect(message!.text).toMatch(/^Orders did not start\. Due today 02:00 UTC; no run seen by 03:22\./);
    expect(message!.text).toContain('Last success: yesterday 02:00');
    expect(ports.emitted.map(({ kind, pipeline }) => `${kind} ${pipeline}`)).toEqual(['opened Orders']);
  });

  test('An alarm that arrives twice is sent once.', async () => {
    const ports = orders();
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:23'));
    expect(ports.published).toHaveLength(1);
  });

  test('An alarm that arrives three times at the same moment is sent once.', async () => {
    const ports = orders();
    const same = change('Orders', 'ProofOfLife', 'ALARM', at('03:21'));
    await Promise.all([1, 2, 3].map(() => receive(ports, ENVIRONMENT, same, at('03:22'))));
    expect(ports.published).toHaveLength(1);
  });

  test('An alarm of an open incident that says nothing new is not sent.', async () => {
    const ports = orders();
    await receive(ports, ENVIRONMENT, change('Orders', 'Failed', 'ALARM', at('02:31')), at('02:32'));
    ports.functionRan('Orders', at('02:00'), { failed: true });
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    expect(ports.published).toHaveLength(1);
  });

  test('An alarm that this library did not make is forwarded as it is.', async () => {
    const ports = new FakeNotifierPorts();
    await receive(ports, ENVIRONMENT, change(undefined, 'X', 'ALARM', at('03:21'), { alarmName: 'MyOwn', description: 'By hand.' }), at('03:22'));
    expect(ports.messagesTo(CRITICAL)).toEqual([{
      subject: 'ALARM: MyOwn', text: 'MyOwn is ALARM since 2026-03-10T03:21:00.000Z.\nBy hand.\nThreshold Crossed', sms: 'MyOwn is ALARM since 2026-03-10T03:21:00.000Z',
    }]);
  });

  test('An alarm of the observatory itself is an incident like any other.', async () => {
    const ports = new FakeNotifierPorts();
    await receive(ports, ENVIRONMENT, change(undefined, 'CheckerSilent', 'ALARM', at('03:21')), at('03:22'));
    await receive(ports, ENVIRONMENT, change(undefined, 'CheckerSilent', 'OK', at('04:21')), at('04:22'));
    expect(ports.emitted.map(({ kind }) => kind)).toEqual(['opened', 'recovered']);
    expect(ports.table.peek(OBSERVATORY_ITSELF).record.incident).toBeUndefined();
  });
});

describe('what cannot be read', () => {
  test('A profile that cannot be read is named in the message, which is sent all the same.', async () => {
    const ports = orders();
    ports.disturb.parameters = () => { throw new FakeError('AccessDeniedException'); };
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    expect(ports.messagesTo(CRITICAL)[0]!.text).toContain('profile and contract not readable');
  });

  test('Evidence that cannot be read does not stop the message.', async () => {
    const ports = orders();
    ports.disturb.metrics = () => { throw new FakeError('ThrottlingException'); };
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    expect(ports.published).toHaveLength(1);
  });

  test('Without the table, every alarm and every recovery is a message of its own.', async () => {
    const ports = orders();
    ports.disturb.load = () => { throw new FakeError('AccessDeniedException'); };
    ports.disturb.loadAll = () => { throw new FakeError('AccessDeniedException'); };
    await receive(ports, ENVIRONMENT, change('Orders', 'Failed', 'ALARM', at('02:31')), at('02:32'));
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    await receive(ports, ENVIRONMENT, change('Orders', 'Failed', 'OK', at('03:30')), at('03:31'));
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'OK', at('05:00')), at('05:01'));
    expect(ports.emitted.map(({ kind }) => kind)).toEqual(['opened', 'opened', 'recovered']);
    expect(ports.messagesTo(CRITICAL)[0]!.text).toContain('the table of incidents cannot be used');
  });

  test('Without the table, an alarm that is OK because it is new or has data again is not a recovery.', async () => {
    const ports = orders();
    ports.disturb.loadAll = () => { throw new FakeError('AccessDeniedException'); };
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'OK', at('03:21'), { before: 'INSUFFICIENT_DATA' }), at('03:22'));
    expect(ports.published).toEqual([]);
  });
});

describe('the other records', () => {
  test('The other records are not read for an alarm that is held, because a storm would take quadratic time.', async () => {
    const ports = new FakeNotifierPorts();
    let listings = 0;
    ports.disturb.loadAll = () => { listings += 1; };
    for (let index = 0; index < 20; index += 1) await receive(ports, ENVIRONMENT, change(`P${index}`, 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    expect([ports.published.length, listings]).toEqual([3, 3]);
  });

  test('When the other records cannot be read, the message says less.', async () => {
    const ports = orders();
    ports.disturb.loadAll = () => { throw new FakeError('ThrottlingException'); };
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    expect(ports.messagesTo(CRITICAL).map(({ text }) => /suppressed pipelines not readable: .*/.exec(text)?.[0])).toEqual([
      'suppressed pipelines not readable: ThrottlingException: said the fake',
    ]);
    expect(ports.linesOf('recordsNotRead')).toEqual([{ level: 'ERROR', event: 'recordsNotRead', problem: 'ThrottlingException: said the fake' }]);
  });
});

describe('a message that cannot be counted', () => {
  test('A message that cannot be counted is sent, and says so.', async () => {
    const ports = orders();
    ports.disturb.acquireSendSlot = () => { throw new FakeError('AccessDeniedException'); };
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    expect(ports.messagesTo(CRITICAL)[0]!.text).toContain('- messages cannot be counted, so a storm of alarms would send every message: AccessDeniedException: said the fake');
  });

  test('A message whose counting is throttled is held, because that means a storm.', async () => {
    const ports = orders();
    ports.disturb.acquireSendSlot = () => { throw new FakeError('ThrottlingException'); };
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    expect(ports.published).toEqual([]);
    await ticks(ports, at('03:23'), at('03:24'));
    expect(ports.subjectsTo(CRITICAL)).toHaveLength(1);
  });
});

describe('a message that cannot be sent', () => {
  test("A message that cannot be sent fails the invocation, and Lambda's retry sends it.", async () => {
    const ports = orders();
    ports.disturb.publish = () => { throw new FakeError('AuthorizationErrorException'); };
    const received = (now: number): Promise<void> => receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), now);
    await expect(received(at('03:22'))).rejects.toThrow('was not sent');
    await expect(received(at('03:23'))).rejects.toThrow('was not sent');
    ports.disturb = {};
    await received(at('03:24'));
    expect(ports.published).toHaveLength(1);
  });

  test('A message that cannot be sent is sent by the next tick.', async () => {
    const ports = orders();
    ports.disturb.publish = () => { throw new FakeError('AuthorizationErrorException'); };
    await expect(receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'))).rejects.toThrow();
    ports.disturb = {};
    await tick(ports, ENVIRONMENT, at('03:23'));
    expect(ports.published).toHaveLength(1);
  });

  test("When the pipeline's own topic fails, the invocation fails, and the other topics do not get the message again.", async () => {
    const ports = new FakeNotifierPorts();
    addPipeline(ports, { pipeline: 'Orders', topics: [{ severity: 'critical', topicArn: 'arn:aws:sns:eu-west-1:111122223333:Own' }] });
    ports.disturb.publish = (topicArn) => { if (topicArn.endsWith('Own')) throw new FakeError('NotFound'); };
    const received = (now: number): Promise<void> => receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), now);
    await expect(received(at('03:22'))).rejects.toThrow('Own');
    await received(at('03:23'));
    expect(ports.published.map(({ topicArn }) => topicArn)).toEqual([CRITICAL]);
  });
});

describe('time', () => {
  test('Ticks send reminders, further failures, and the recovery that has no alarm.', async () => {
    const ports = orders();
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    ports.alarmsNow.set('Orders-ProofOfLife', { state: 'ALARM', since: at('03:21') });
    await ticks(ports, at('03:23'), at('03:40', '2026-03-11'));
    ports.functionRan('Orders', at('02:00', '2026-03-12'));
    ports.alarmsNow.set('Orders-ProofOfLife', { state: 'OK', since: at('02:05', '2026-03-12') });
    await ticks(ports, at('03:41', '2026-03-11'), at('03:00', '2026-03-12'));
    expect(ports.emitted.map(({ kind }) => kind)).toEqual(['opened', 'reminder', 'reminder', 'failedAgain', 'recovered']);
  });

  test('A tick with nothing to do writes and sends nothing.', async () => {
    const ports = orders();
    expect(await tick(ports, ENVIRONMENT, at('03:00'))).toEqual({ incidents: 0 });
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    ports.alarmsNow.set('Orders-ProofOfLife', { state: 'ALARM', since: at('03:21') });
    const acts = ports.acts.length;
    expect(await tick(ports, ENVIRONMENT, at('03:23'))).toEqual({ incidents: 1 });
    expect(ports.acts).toHaveLength(acts);
  });

  test('An alarm that no longer exists ends its incident.', async () => {
    const ports = orders();
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    await ticks(ports, at('03:23'), at('03:40'));
    expect(ports.messagesTo(CRITICAL).at(-1)!.text).toContain('its alarms no longer exist');
  });

  test('When CloudWatch cannot be asked about alarms, no incident ends, and the tick fails.', async () => {
    const ports = orders();
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    ports.disturb.alarms = () => { throw new FakeError('ThrottlingException'); };
    await expect(ticks(ports, at('03:23'), at('03:40'))).rejects.toThrow('asking CloudWatch about alarms');
    expect(ports.table.peek('Orders').record.incident).toBeDefined();
  });

  test('An escalation goes to the escalation topic, which also receives the recovery.', async () => {
    const ports = orders();
    const environment = { ...ENVIRONMENT, escalation: { topicArn: ESCALATION, afterMillis: 2 * HOUR } };
    await receive(ports, environment, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    ports.alarmsNow.set('Orders-ProofOfLife', { state: 'ALARM', since: at('03:21') });
    await ticks(ports, at('03:23'), at('05:30'), environment);
    await receive(ports, environment, change('Orders', 'ProofOfLife', 'OK', at('06:00')), at('06:01'));
    expect(ports.messagesTo(ESCALATION)).toHaveLength(2);
    expect(ports.messagesTo(CRITICAL)).toHaveLength(2);
  });

  test('When the record of one pipeline cannot be written, the tick goes on with the others.', async () => {
    const ports = new FakeNotifierPorts();
    for (const pipeline of ['A', 'B']) {
      addPipeline(ports, { pipeline });
      await receive(ports, ENVIRONMENT, change(pipeline, 'Failed', 'ALARM', at('03:21')), at('03:22'));
    }
    ports.disturb.save = ({ pipeline }) => { if (pipeline === 'A') throw new FakeError('ProvisionedThroughputExceededException'); };
    await expect(tick(ports, ENVIRONMENT, at('03:22') + 6 * HOUR)).rejects.toThrow(/^A: /);
    expect(ports.emitted.map(({ kind, pipeline }) => `${kind} ${pipeline}`)).toEqual(['opened A', 'opened B', 'reminder B']);
  });
});

describe('a pipeline that depends on one that is down', () => {
  async function landingDown(): Promise<FakeNotifierPorts> {
    const ports = new FakeNotifierPorts();
    addPipeline(ports, { pipeline: 'Landing' });
    addPipeline(ports, { pipeline: 'Orders', upstreamPipelines: ['Landing'] });
    await receive(ports, ENVIRONMENT, change('Landing', 'ProofOfLife', 'ALARM', at('02:21')), at('02:22'));
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    for (const name of ['Landing-ProofOfLife', 'Orders-ProofOfLife']) ports.alarmsNow.set(name, { state: 'ALARM', since: at('02:21') });
    return ports;
  }

  test('A dependent pipeline is suppressed, and the messages about its upstream pipeline name it.', async () => {
    const ports = await landingDown();
    await ticks(ports, at('03:23'), at('08:30'));
    expect(ports.emitted.map(({ kind, pipeline }) => `${kind} ${pipeline}`)).toEqual(['opened Landing', 'reminder Landing']);
    expect(ports.messagesTo(CRITICAL)[1]!.text).toContain('Orders');
  });

  test('A dependent pipeline that does not recover with its upstream pipeline is sent.', async () => {
    const ports = await landingDown();
    await receive(ports, ENVIRONMENT, change('Landing', 'ProofOfLife', 'OK', at('05:00')), at('05:01'));
    await ticks(ports, at('05:02'), at('05:20'));
    expect(ports.emitted.map(({ kind, pipeline }) => `${kind} ${pipeline}`)).toEqual(['opened Landing', 'recovered Landing', 'opened Orders']);
  });
});

describe('a storm', () => {
  test('A storm of 200 alarms and its end are fewer than ten messages each, and no alarm is lost.', async () => {
    const ports = new FakeNotifierPorts();
    const names = Array.from({ length: 200 }, (_, index) => `Pipeline${index}`);
    for (const pipeline of names) addPipeline(ports, { pipeline });
    await Promise.all(names.map((pipeline, index) => receive(ports, ENVIRONMENT, change(pipeline, 'ProofOfLife', 'ALARM', at('03:21') + index * 300), at('03:22'))));
    for (const name of names) ports.alarmsNow.set(`${name}-ProofOfLife`, { state: 'ALARM', since: at('03:21') });
    await ticks(ports, at('03:23'), at('03:45'));
    const opened = ports.emitted.flatMap(({ pipeline, pipelines }) => pipelines ?? [pipeline!]);
    expect([...opened].sort()).toEqual([...names].sort());
    expect(ports.published.length).toBeLessThan(10);

    await Promise.all(names.map((pipeline, index) => receive(ports, ENVIRONMENT, change(pipeline, 'ProofOfLife', 'OK', at('04:21') + index * 300), at('04:22'))));
    await ticks(ports, at('04:23'), at('04:45'));
    expect(ports.published.length).toBeLessThan(10);
    expect(ports.emitted.filter(({ kind }) => kind === 'recovered' || kind === 'massRecovered').flatMap(({ pipeline, pipelines }) => pipelines ?? [pipeline!])).toHaveLength(200);
  });

  test('A storm with more alarms than one message lists is sent as several messages.', async () => {
    const ports = new FakeNotifierPorts();
    const names = Array.from({ length: 600 }, (_, index) => `P${index}`);
    await Promise.all(names.map((pipeline) => receive(ports, ENVIRONMENT, change(pipeline, 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'))));
    for (const name of names) ports.alarmsNow.set(`${name}-ProofOfLife`, { state: 'ALARM', since: at('03:21') });
    for (const time of ['03:24', '03:29', '03:34', '03:36']) await tick(ports, ENVIRONMENT, at(time));
    expect(ports.emitted.map(({ pipelines }) => pipelines?.length ?? 1)).toEqual([1, 1, 1, 500, 97]);
  });

  test('A storm is sent even when the pipelines cannot be counted in time.', async () => {
    const ports = new FakeNotifierPorts();
    for (let index = 0; index < 6; index += 1) {
      addPipeline(ports, { pipeline: `P${index}` });
      await receive(ports, ENVIRONMENT, change(`P${index}`, 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    }
    jest.useFakeTimers({ now: at('03:24') });
    ports.disturb.profile = () => new Promise<void>(() => {});
    const done = tick(ports, ENVIRONMENT, at('03:24'));
    await jest.advanceTimersByTimeAsync(5000);
    await done;
    jest.useRealTimers();
    expect(ports.subjectsTo(CRITICAL).at(-1)).toMatch(/^CRITICAL: 3 more pipelines went wrong/);
    expect(ports.linesOf('pipelinesNotCounted')).toEqual([{ level: 'WARN', event: 'pipelinesNotCounted', problem: 'TooSlowError: counting pipelines took longer than 5 s' }]);
  });

  test('A storm goes to the critical topic only, when every subscriber of the warning topic is subscribed to it too.', async () => {
    const ports = new FakeNotifierPorts();
    for (let index = 0; index < 6; index += 1) {
      addPipeline(ports, { pipeline: `P${index}` });
      await receive(ports, ENVIRONMENT, change(`P${index}`, index % 2 === 0 ? 'ProofOfLife' : 'NearTimeout', 'ALARM', at('03:21')), at('03:22'));
    }
    await ticks(ports, at('03:23'), at('03:25'));
    expect([ports.messagesTo(CRITICAL).length, ports.messagesTo(WARNING).length]).toEqual([3, 1]);
  });
});

describe('a mute window', () => {
  test('A mute window holds reminders, and its end sends what is still broken.', async () => {
    const ports = new FakeNotifierPorts();
    addPipeline(ports, { pipeline: 'Orders', muteWindows: [{ expression: 'at(2026-03-10T04:00)', duration: 'PT12H' }] });
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
    ports.alarmsNow.set('Orders-ProofOfLife', { state: 'ALARM', since: at('03:21') });
    await ticks(ports, at('03:23'), at('15:59'));
    expect(ports.published).toHaveLength(1);
    await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21'), { afterMute: true }), at('16:01'));
    expect(ports.emitted.map(({ kind }) => kind)).toEqual(['opened', 'stillBroken']);
  });
});

test('Two ticks at once send everything once.', async () => {
  const ports = orders();
  await receive(ports, ENVIRONMENT, change('Orders', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
  ports.alarmsNow.set('Orders-ProofOfLife', { state: 'ALARM', since: at('03:21') });
  await Promise.all([1, 2, 3].map(() => tick(ports, ENVIRONMENT, at('03:22') + 6 * HOUR)));
  expect(ports.emitted.map(({ kind }) => kind)).toEqual(['opened', 'reminder']);
});

test('An incident of a pipeline that is no longer known still gets daily reminders.', async () => {
  const ports = new FakeNotifierPorts();
  await receive(ports, ENVIRONMENT, change('Ghost', 'ProofOfLife', 'ALARM', at('03:21')), at('03:22'));
  ports.alarmsNow.set('Ghost-ProofOfLife', { state: 'ALARM', since: at('03:21') });
  await ticks(ports, at('03:23'), at('03:30') + 3 * DAY);
  expect(ports.emitted.map(({ kind }) => kind)).toEqual(['opened', 'reminder', 'reminder', 'reminder', 'reminder']);
});

describe('the digest', () => {
  const environment = { ...ENVIRONMENT, digest: { schedule: parseSchedule('cron(0 8 ? * MON *)', { timeZone: 'Europe/Berlin' }), every: 'week' as const, topicArns: [CRITICAL] } };

  test('The digest is sent once when it is due, and not for the time before the observatory existed.', async () => {
    const ports = orders();
    expect(await tick(ports, environment, at('12:00', '2026-03-08'))).toEqual({ incidents: 0 });
    expect(ports.published).toEqual([]);
    await Promise.all([tick(ports, environment, at('07:00', '2026-03-09')), tick(ports, environment, at('07:00', '2026-03-09'))]);
    await tick(ports, environment, at('07:01', '2026-03-09'));
    expect(ports.subjectsTo(CRITICAL)).toHaveLength(1);
    expect(ports.emitted.map(({ kind }) => kind)).toEqual(['digest']);
  });

  test('A digest that could not be sent is sent by a later tick.', async () => {
    const ports = orders();
    await tick(ports, environment, at('12:00', '2026-03-08'));
    ports.disturb.publish = () => { throw new FakeError('InternalError'); };
    await expect(tick(ports, environment, at('07:00', '2026-03-09'))).rejects.toThrow('digest/2026-03-09T07:00:00.000Z was not sent');
    ports.disturb = {};
    await tick(ports, environment, at('07:01', '2026-03-09'));
    expect(ports.published).toHaveLength(1);
  });
});

describe('a second run that fails after the nightly one has succeeded', () => {
  /** The nightly run succeeds at 02:00. Somebody runs the pipeline again at 10:00, and that run fails. */
  async function failedAgain(): Promise<FakeNotifierPorts> {
    const ports = orders();
    ports.functionRan('Orders', at('02:00'));
    ports.functionRan('Orders', at('10:00'), { failed: true });
    await receive(ports, ENVIRONMENT, change('Orders', 'Failed', 'ALARM', at('10:05'), { breach: { from: at('10:00'), to: at('10:14') } }), at('10:06'));
    await receive(ports, ENVIRONMENT, change('Orders', 'Failed', 'OK', at('10:20')), at('10:21'));
    return ports;
  }

  test('A success before the second run does not end the incident, however often the notifier judges.', async () => {
    const ports = await failedAgain();
    await ticks(ports, at('10:06'), at('23:59'));
    expect(ports.emitted.map(({ kind }) => kind)).not.toContain('recovered');
    expect(ports.table.peek('Orders').record.incident).toBeDefined();
  });

  test('The success of the next nightly run ends the incident.', async () => {
    const ports = await failedAgain();
    await ticks(ports, at('10:06'), at('11:00'));
    ports.functionRan('Orders', at('02:00', '2026-03-11'));
    await ticks(ports, at('02:30', '2026-03-11'), at('03:30', '2026-03-11'));
    expect(ports.emitted.filter(({ kind }) => kind === 'recovered')).toHaveLength(1);
    expect(ports.table.peek('Orders').record.incident).toBeUndefined();
  });
});
