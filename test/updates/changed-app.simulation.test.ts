import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Duration } from 'aws-cdk-lib/core';
import { Contact, ObservedPipeline, PipelineStage, RunExpectation, Severity } from '../../lib';
import { newFunction } from '../lib/fixtures';
import { at, DIRECT, Jobs, jobs, missedTheTenth, nightly, NIGHTLY, replace } from './jobs';
import { Rehearsal } from './rehearsal';

const OPENED = '10T02:45 CRITICAL: Orders did not start, due Tue 02:00 UTC';
const REMINDED = '10T08:46 CRITICAL: Orders has not recovered for 6 h 46 min: did not start, due Tue 02:00 UTC';

describe('the schedule is changed while an incident is open', () => {
  const later = jobs({ pipeline: { expectation: nightly('4') } });

  test('the incident stays open with its reminders, and ends with the first run that succeeds by the new schedule', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(later);
    rehearsal.ran('Load', at('04:00', 11));
    await rehearsal.until(at('08:00', 11));

    expect(rehearsal.sentSince(0)).toEqual([
      OPENED, REMINDED, expect.stringMatching(/^10T20:46 CRITICAL: Orders has not recovered/), '11T04:00 RECOVERED: Orders after 1 day 2 h, 1 run went wrong',
    ]);
    expect(rehearsal.open()).toEqual([]);
  });

  test('one more missed run counts as one more failure of the incident', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(later);
    await rehearsal.until(at('06:00', 11));

    expect(rehearsal.sentSince(at('00:00', 11))).toEqual(['11T04:45 CRITICAL: Orders did not start, 2nd failure in a row, due Wed 04:00 UTC']);
  });

  test('to a maximum silence: the incident stays open until a success', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(jobs({ pipeline: { expectation: RunExpectation.atLeastEvery(Duration.days(2)) } }));
    await rehearsal.until(at('20:00', 11));
    expect(rehearsal.open()).toEqual(['Jobs-Observatory: Orders']);
    rehearsal.ran('Load', at('20:10', 11));
    await rehearsal.until(at('21:00', 11));

    expect(rehearsal.sentSince(at('20:00', 11)).at(-1)).toMatch(/RECOVERED: Orders after/);
  });

  test('so that no run is expected: the incident closes with a message, and the contract is removed', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(jobs({ pipeline: { expectation: RunExpectation.unscheduled('event driven') } }));
    await rehearsal.until(at('09:30'));

    expect(rehearsal.sentSince(0)).toEqual([OPENED, REMINDED, '10T09:05 UNWATCHED: Orders after 7 h 5 min, recovery unknown, 1 run went wrong']);
    expect(rehearsal.parameterNames).toEqual(['/observed-pipeline/Jobs-Observatory/profiles/Orders']);
  });

  test('a run that was due before the change is not expected by the new schedule', async () => {
    const rehearsal = new Rehearsal(at('23:00', 8));
    rehearsal.deploy(jobs());
    await rehearsal.until(at('01:00', 9));
    // Due at 00:30 by the new one, half an hour ago.
    rehearsal.deploy(jobs({ pipeline: { expectation: RunExpectation.atTimes(ScheduleExpression.cron({ minute: '30', hour: '0' }), { startWithin: Duration.minutes(15), maxDuration: Duration.hours(1) }) } }));
    await rehearsal.until(at('23:00', 9));

    expect(rehearsal.sentSince(0)).toEqual([]);
  });
});

describe.each<[string, Jobs]>([
  ['owner and runbook', { pipeline: { owner: 'finance', runbookUrl: 'https://wiki.example.com/orders' } }],
  ['severity', { pipeline: { severity: Severity.WARNING } }],
  ['the contacts', { pipeline: { contacts: [Contact.sms('+15550100')] } }],
])('only %s is changed while an incident is open', (_, change) => {
  test('the incident stays as it is, and nothing is sent because of the change', async () => {
    const rehearsal = await missedTheTenth();
    const since = rehearsal.lastChanged('/observed-pipeline/Jobs-Observatory/Orders');
    const alarms = rehearsal.alarmNames;
    rehearsal.deploy(jobs(change));
    await rehearsal.until(at('01:00', 11));

    expect(rehearsal.lastChanged('/observed-pipeline/Jobs-Observatory/Orders')).toBe(since);
    // A pipeline of severity WARNING has fewer alarms; those that it has are the same.
    expect(alarms).toEqual(expect.arrayContaining(rehearsal.alarmNames));
    expect(rehearsal.open()).toEqual(['Jobs-Observatory: Orders']);
    expect(rehearsal.sentSince(0).filter((one) => /UNWATCHED|RECOVERED/.test(one))).toEqual([]);
    expect(rehearsal.sentSince(0).slice(0, 2)).toEqual([OPENED, REMINDED]);
  });

  test('the recovery is sent to the same topics', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(jobs(change));
    rehearsal.ran('Load', at('02:00', 11));
    await rehearsal.until(at('04:00', 11));

    expect(rehearsal.sentSince(at('02:00', 11))).toEqual(['11T02:00 RECOVERED: Orders after 1 day, 1 run went wrong']);
    if (change.pipeline?.owner !== undefined) expect(rehearsal.sent.at(-1)!.text).toContain('Owner: finance');
  });
});

describe('a pipeline is deleted while its incident is open', () => {
  const gone = jobs({ id: false });

  test('the incident closes with one message', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(gone);
    await rehearsal.until(at('09:00', 12));

    expect(rehearsal.sentSince(0)).toEqual([OPENED, REMINDED, '10T09:05 UNWATCHED: Orders after 7 h 5 min, recovery unknown, 1 run went wrong']);
    expect(rehearsal.open()).toEqual([]);
  });

  test('an incident of a failure whose alarm has returned to OK closes too, without waiting for a day', async () => {
    const rehearsal = await missedTheTenth({ pipeline: { expectation: RunExpectation.unscheduled('event driven') } });
    await rehearsal.set('OrdersLoadFailed', 'ALARM');
    await rehearsal.until(at('09:20'));
    await rehearsal.set('OrdersLoadFailed', 'OK');
    await rehearsal.until(at('09:30'));
    rehearsal.deploy(gone);
    await rehearsal.until(at('09:40'));

    expect(rehearsal.sentSince(0)).toEqual(['10T09:00 CRITICAL: Orders / Load failed, since Tue 09:00 UTC', expect.stringMatching(/^10T09:3\d UNWATCHED: Orders after 3\d min, recovery unknown, 1 run went wrong$/)]);
  });

  test('no alarm, parameter, subscription, permission or mention of it is left', async () => {
    const rehearsal = await missedTheTenth({ pipeline: { contacts: [Contact.email('orders@example.com')] } });
    expect(rehearsal.template).toContain('orders@example.com');
    rehearsal.deploy(gone);

    expect(rehearsal.parameterNames).toEqual([]);
    expect(rehearsal.template).not.toMatch(/Orders|orders@example\.com/);
  });

  test('the incident of a pipeline that it suppressed is sent then', async () => {
    const both = (upstream: boolean): Jobs => ({
      id: false, further: (stack, observatory) => {
        const make = (id: string, upstreamPipelines: ObservedPipeline[] = []): ObservedPipeline => new ObservedPipeline(stack, id, {
          stages: [PipelineStage.lambdaFunction(newFunction(stack, `${id}Job`, { timeout: Duration.minutes(15) }))], expectation: NIGHTLY, upstreamPipelines, observatory,
        });
        make('Report', upstream ? [make('Landing')] : []);
      },
    });
    const rehearsal = new Rehearsal(at('23:00', 8));
    rehearsal.deploy(jobs(both(true)));
    for (const job of ['LandingJob', 'ReportJob']) rehearsal.ran(job, at('02:00', 9));
    await rehearsal.until(at('09:00'));
    rehearsal.deploy(jobs(both(false)));
    await rehearsal.until(at('10:30'));

    expect(rehearsal.sentSince(0).map((one) => one.slice(9))).toEqual([
      expect.stringMatching(/^CRITICAL: Landing did not start/), expect.stringMatching(/^CRITICAL: Landing has not recovered/),
      expect.stringMatching(/^UNWATCHED: Landing/), expect.stringMatching(/^CRITICAL: Report did not start/),
    ]);
  });
});

describe('alarms go to people directly from now on, while an incident is open', () => {
  test('CloudWatch sends the recovery', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(jobs(DIRECT));
    rehearsal.ran('Load', at('02:00', 11));
    await rehearsal.until(at('04:00', 11));

    expect(rehearsal.forgotten).toEqual(['Orders']);
    expect(rehearsal.sentSince(at('09:00'))).toEqual([expect.stringMatching(/^11T02:\d\d OK: "Jobs-OrdersProofOfLife/)]);
  });

  test('nothing of the notifier is left, and no alarm is created again', async () => {
    const rehearsal = await missedTheTenth();
    const before = rehearsal.alarmNames;
    rehearsal.deploy(jobs(DIRECT));

    expect(before).toEqual(expect.arrayContaining(rehearsal.alarmNames));
    expect(rehearsal.template).not.toMatch(/Notifier|profiles|Intake/);
    expect(rehearsal.parameterNames).toEqual(['/observed-pipeline/Jobs-Observatory/Orders']);
  });
});

describe('alarms go to the notifier from now on, while one is in ALARM', () => {
  test('within the hour the notifier opens an incident, sends reminders, and sends the recovery', async () => {
    const rehearsal = await missedTheTenth(DIRECT);
    expect(rehearsal.sentSince(at('00:00'))).toEqual([expect.stringMatching(/^10T02:4\d ALARM: "Jobs-OrdersProofOfLife/)]);
    rehearsal.deploy(jobs());
    rehearsal.ran('Load', at('02:00', 11));
    await rehearsal.until(at('04:00', 11));

    expect(rehearsal.sentSince(at('09:00'))).toEqual([
      '10T10:01 CRITICAL: Orders did not start, due Tue 02:00 UTC', expect.stringMatching(/^10T16:0\d CRITICAL: Orders has not recovered/), '11T02:00 RECOVERED: Orders after 1 day, 1 run went wrong',
    ]);
  });

  test('a recovery before that is sent too', async () => {
    const rehearsal = await missedTheTenth(DIRECT);
    rehearsal.deploy(jobs());
    rehearsal.ran('Load', at('09:10'));
    await rehearsal.until(at('12:00'));

    expect(rehearsal.sentSince(at('09:00'))).toEqual([expect.stringMatching(/^10T09:\d\d RECOVERED: Orders after/)]);
  });
});

describe('the table of incidents is replaced while an incident is open', () => {
  const replaced = jobs({ further: (_, { ledgerTable }) => { replace(ledgerTable, 'AnotherTable'); } });

  test('the incident is sent again within the hour, with reminders and the recovery', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(replaced);
    expect(rehearsal.forgotten).toEqual(['Orders']);
    rehearsal.ran('Load', at('02:00', 11));
    await rehearsal.until(at('04:00', 11));

    expect(rehearsal.sentSince(at('09:00'))).toEqual([
      '10T10:01 CRITICAL: Orders did not start, due Tue 02:00 UTC', expect.stringMatching(/^10T16:0\d CRITICAL: Orders has not recovered/), '11T02:00 RECOVERED: Orders after 1 day, 1 run went wrong',
    ]);
  });

  test('neither the old table nor anything else of the observatory is kept', async () => {
    const rehearsal = await missedTheTenth();
    const policies = [...rehearsal.template.matchAll(/"(?:DeletionPolicy|UpdateReplacePolicy)":"(\w+)"/g)].map(([, policy]) => policy);

    expect(new Set(policies)).toEqual(new Set(['Delete']));
  });
});

test('An encryption key that is added to an observatory while an incident is open replaces neither table nor topics nor alarms.', async () => {
  const rehearsal = await missedTheTenth();
  const alarms = rehearsal.alarmNames;
  rehearsal.deploy(jobs({ isEncrypted: true }));
  rehearsal.ran('Load', at('02:00', 11));
  await rehearsal.until(at('04:00', 11));

  expect([rehearsal.forgotten, rehearsal.alarmNames]).toEqual([[], alarms]);
  expect(rehearsal.sentSince(at('00:00', 11))).toEqual(['11T02:00 RECOVERED: Orders after 1 day, 1 run went wrong']);
});
