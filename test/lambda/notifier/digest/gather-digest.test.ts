import fc from 'fast-check';
import { Profile } from '../../../../core/contract/profile';
import { digestMessage } from '../../../../core/digest/digest-message';
import { DigestFacts, PipelineDigest } from '../../../../core/digest/facts';
import { emptyRecord, IncidentRecord, SeenAlarm } from '../../../../core/incident/record';
import { parseSchedule } from '../../../../core/schedule/parse';
import { gatherDigest } from '../../../../lambda/notifier/digest/gather-digest';
import type { NotifierEnvironment } from '../../../../lambda/notifier/environment';
import type { StoredContract } from '../../../../lambda/shared/ports';
import { arnOf, functionStage, Json, machineStage, nightly, stored } from '../../checker/fake-contracts';
import { FakeError } from '../../shared/fake-evidence-ports';
import { FakeNotifierPorts } from '../fake-notifier-ports';

const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];
/** Monday 08:00, two weeks and a day after the last change of the contracts. */
const SLOT = Date.parse('2026-03-16T08:00:00Z');
const NOW = SLOT + 30_000;
/** 02:00 of the digest's day, or of a night before it. */
const night = (daysBack: number): number => SLOT - daysBack * DAY - 6 * HOUR;
const ALL_NIGHTS = Array.from({ length: 15 }, (_, index) => 14 - index);

const topicArn = (name: string): string => `arn:aws:sns:eu-west-1:111122223333:${name}`;
const ENVIRONMENT: NotifierEnvironment = {
  address: { observatory: 'Team', accountId: '111122223333', region: 'eu-west-1', partition: 'aws' },
  contractsPath: '/observatory', profilesPath: '/observatory/profiles', tableName: 'Incidents',
  topics: { critical: topicArn('Critical'), warning: topicArn('Warning') },
  extraTopics: [], warningCovered: false, timeZone: 'UTC',
  digest: { schedule: parseSchedule('cron(0 8 ? * MON *)'), every: 'week', topicArns: [topicArn('Critical')] },
};

function profileOf(pipeline: string, more: Partial<Profile> = {}): StoredContract {
  const profile: Profile = { version: 1, pipeline, severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false, ...more };
  return { name: `/observatory/profiles/${pipeline}`, text: JSON.stringify(profile), lastChanged: 0 };
}

/** An observatory of these pipelines, with a profile each and a subscriber on both topics. */
function observatory(...contracts: Json[]): FakeNotifierPorts {
  const ports = new FakeNotifierPorts(...contracts.map((contract) => stored(contract)));
  ports.profilesStored = contracts.map(({ pipeline }) => profileOf(String(pipeline)));
  for (const arn of Object.values(ENVIRONMENT.topics)) ports.topics.set(arn, [{ protocol: 'email', endpoint: 'data@example.com', confirmed: true }]);
  return ports;
}

/** Lets a function run in these nights for ten minutes. */
function ran(ports: FakeNotifierPorts, name: string, nights: readonly number[] = ALL_NIGHTS): FakeNotifierPorts {
  for (const daysBack of nights) ports.functionRan(name, night(daysBack) + 10_000, { millis: 10 * MINUTE });
  return ports;
}

const gather = (ports: FakeNotifierPorts, records: readonly IncidentRecord[] | undefined = [], environment = ENVIRONMENT): Promise<DigestFacts> =>
  gatherDigest({ ports, environment, now: NOW }, records, SLOT);

async function one(ports: FakeNotifierPorts, records: readonly IncidentRecord[] = []): Promise<PipelineDigest> {
  const { pipelines } = await gather(ports, records);
  expect(pipelines).toHaveLength(1);
  return pipelines[0];
}

function openRecord(pipeline: string, alarm: Partial<SeenAlarm> = {}): IncidentRecord {
  const seen: SeenAlarm = {
    name: 'alarm', arn: 'arn', signal: 'Failed', question: 'FAILED', severity: 'critical', lasting: false, state: 'ALARM', at: night(1), raisedAt: [], means: '', reason: '', ...alarm,
  };
  return {
    ...emptyRecord(pipeline),
    alarms: { alarm: seen },
    incident: {
      id: 'id', openedAt: night(1), since: night(2), severity: 'critical', notifiedSeverities: [], question: seen.question, answers: [], failures: 1, failedAt: [], reminders: 0, thread: [],
      droppedLines: 0,
    },
  };
}

describe('the state and the figures of a pipeline', () => {
  test('A healthy pipeline is ok, with its figures of both weeks and its next due time.', async () => {
    expect(await one(ran(observatory(nightly('Orders')), 'Orders'))).toEqual({
      pipeline: 'Orders', severity: 'critical', timeZone: 'UTC', state: 'ok',
      current: { slots: 7, onTime: 7, runs: 7, failures: 0, typicalMillis: 600_000, slowestMillis: 600_000 },
      before: { slots: 7, onTime: 7, runs: 7, failures: 0, typicalMillis: 600_000, slowestMillis: 600_000 },
      lastSuccess: night(0), nextDue: night(-1), problems: [],
    });
  });

  test('A pipeline that stopped is open since the first missing run.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders', ALL_NIGHTS.filter((daysBack) => daysBack > 1));
    expect(await one(ports)).toMatchObject({
      state: 'open', since: night(1), what: 'Orders did not start', current: { slots: 7, onTime: 5, blemishes: { missed: 2 }, runs: 5 }, before: { slots: 7, onTime: 7, runs: 7 },
    });
  });

  test('A failure of last week is confirmed and listed, even if the checker no longer asks about it.', async () => {
    const ports = observatory(nightly('Orders', [machineStage('Orders')]));
    const runs = ALL_NIGHTS.map((daysBack) => ({ start: night(daysBack), end: night(daysBack) + 5 * MINUTE, outcome: daysBack === 3 ? 'timedOut' as const : 'succeeded' as const }));
    for (const { start, end, outcome } of runs) if (outcome === 'succeeded') ports.machineSucceeded(arnOf('Orders'), start, end);
    ports.machineRan(arnOf('Orders'), ...runs);
    expect(await one(ports)).toMatchObject({
      state: 'ok', current: { slots: 7, onTime: 6, blemishes: { failed: 1 }, runs: 7, failures: 1, typicalMillis: 300_000 }, before: { slots: 7, onTime: 7, runs: 7, failures: 0 },
    });
    expect(ports.asked.executions).toHaveLength(1);
  });

  test('The executions of a machine that never failed are not listed.', async () => {
    const ports = observatory(nightly('Orders', [machineStage('Orders')]));
    for (const daysBack of ALL_NIGHTS) ports.machineSucceeded(arnOf('Orders'), night(daysBack), night(daysBack) + 5 * MINUTE);
    expect(await one(ports)).toMatchObject({ state: 'ok', current: { slots: 7, onTime: 7, runs: 7, failures: 0, slowestMillis: 300_000 } });
    expect(ports.asked.executions).toEqual([]);
  });

  test('The longest of several stages gives the duration.', async () => {
    const ports = observatory(nightly('Orders', [functionStage('Load'), functionStage('Publish')]));
    ran(ports, 'Load');
    for (const daysBack of ALL_NIGHTS) ports.functionRan('Publish', night(daysBack) + 11 * MINUTE, { millis: 20 * MINUTE });
    expect(await one(ports)).toMatchObject({ state: 'ok', durationOf: 'Publish', current: { runs: 7, typicalMillis: 1_200_000 } });
  });

  test('An incident in the table is open even if the evidence is good, because only its recovery ends it.', async () => {
    expect(await one(ran(observatory(nightly('Orders')), 'Orders'), [openRecord('Orders', { signal: 'Deadline', question: 'ALIVE' })]))
      .toMatchObject({ state: 'open', since: night(2), what: 'missed its deadline', current: { onTime: 7 } });
  });

  test('A suppressed pipeline names the pipeline that suppresses it.', async () => {
    const record = openRecord('Orders');
    const held = { ...record, incident: { ...record.incident!, inhibitedBy: 'Landing' } };
    expect(await one(ran(observatory(nightly('Orders')), 'Orders'), [held])).toMatchObject({ what: 'failed, suppressed because of Landing' });
  });

  test('A pipeline that changed recently is judged since then, and all its runs are counted.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    ports.contractsStored = [stored(nightly('Orders'), night(2) + HOUR)];
    const digest = await one(ports);
    expect(digest).toMatchObject({ state: 'ok', judgedSince: night(2) + HOUR, current: { slots: 2, onTime: 2, runs: 7 }, before: { runs: 7 } });
    expect(digest.before?.slots).toBeUndefined();
  });

  test('A pipeline without a due slot yet is not called ok.', async () => {
    const ports = observatory(nightly('Orders'));
    ports.contractsStored = [stored(nightly('Orders'), SLOT - HOUR)];
    expect(await one(ports)).toMatchObject({ state: 'notDue', nextDue: night(-1), problems: [] });
  });

  test('A pipeline with only bad slots, too few for an incident, is unknown.', async () => {
    const ports = observatory(nightly('Orders', undefined, { failuresToAlarm: 2 }));
    ports.contractsStored = [stored(nightly('Orders', undefined, { failuresToAlarm: 2 }), night(1))];
    expect(await one(ports)).toMatchObject({ state: 'unknown', problems: ['no success was seen yet'] });
  });

  test('A pipeline with a maximum silence has runs but no on-time rate.', async () => {
    const contract = { ...nightly('Orders'), expectation: { maxSilenceSeconds: 36 * 3600, failuresToAlarm: 1, successesToRecover: 1 } };
    const digest = await one(ran(observatory(contract), 'Orders'));
    expect(digest).toMatchObject({ state: 'ok', current: { runs: 7, failures: 0 } });
    expect(digest.current?.slots).toBeUndefined();
    expect(digest.judgedSince).toBeUndefined();
  });

  test('The time zone comes from the schedule, and owner and severity come from the profile.', async () => {
    const ports = observatory(nightly('Orders', undefined, { timeZone: 'Europe/Berlin' }));
    ports.profilesStored = [profileOf('Orders', { severity: 'warning', owner: 'data-platform' })];
    expect(await one(ports)).toMatchObject({ timeZone: 'Europe/Berlin', severity: 'warning', owner: 'data-platform' });
  });

  test('A daily digest spans days.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    const environment: NotifierEnvironment = { ...ENVIRONMENT, digest: { ...ENVIRONMENT.digest!, schedule: parseSchedule('cron(0 8 * * ? *)'), every: 'day' } };
    const facts = await gather(ports, [], environment);
    expect(facts).toMatchObject({ every: 'day', from: SLOT - DAY, to: SLOT, nextDigest: SLOT + DAY });
    expect(facts.pipelines[0]).toMatchObject({ current: { slots: 1, onTime: 1, runs: 1 }, before: { slots: 1, onTime: 1, runs: 1 } });
  });
});

describe('fourteen random nights', () => {
  type Night = 'good' | 'bad' | 'none';
  const nights = fc.array(fc.constantFrom<Night>('good', 'bad', 'none'), { minLength: 14, maxLength: 14 });
  const expected = (some: readonly Night[]): object => {
    const count = (which: Night): number => some.filter((one) => one === which).length;
    const [good, bad, none] = [count('good'), count('bad'), count('none')];
    return {
      slots: 7, onTime: good, ...(good === 7 ? {} : { blemishes: { ...(none === 0 ? {} : { missed: none }), ...(bad === 0 ? {} : { failed: bad }) } }), runs: good + bad, failures: bad,
      ...(good + bad === 0 ? {} : { typicalMillis: 600_000, slowestMillis: 600_000 }),
    };
  };
  const check = ({ state, since, current, before, problems }: PipelineDigest, happened: readonly Night[]): void => {
    expect(current).toEqual(expected(happened.slice(0, 7)));
    expect(before).toEqual(expected(happened.slice(7)));
    const good = happened.indexOf('good');
    expect(state).toBe(good === 0 ? 'ok' : 'open');
    // The pipeline did not run before the two weeks of the digest.
    if (good > 0) expect(since).toBe(night(good - 1));
    expect(problems).toEqual([]);
  };

  test('The figures of a function match its runs exactly.', async () => {
    await fc.assert(fc.asyncProperty(nights, async (happened) => {
      const ports = observatory(nightly('Orders'));
      happened.forEach((what, daysBack) => {
        if (what !== 'none') ports.functionRan('Orders', night(daysBack) + 10_000, { failed: what === 'bad', millis: 10 * MINUTE });
      });
      check(await one(ports), happened);
    }), { numRuns: 60 });
  });

  test('The figures of a state machine match its runs exactly, even if its metrics show only successes.', async () => {
    await fc.assert(fc.asyncProperty(nights, async (happened) => {
      const ports = observatory(nightly('Orders', [machineStage('Orders')]));
      const runs = happened.flatMap((what, daysBack) => {
        const [start, end] = [night(daysBack), night(daysBack) + 10 * MINUTE];
        if (what === 'good') ports.machineSucceeded(arnOf('Orders'), start, end);
        return what === 'none' ? [] : [{ start, end, outcome: what === 'good' ? 'succeeded' as const : 'failed' as const }];
      });
      ports.machineRan(arnOf('Orders'), ...runs);
      check(await one(ports), happened);
    }), { numRuns: 60 });
  });
});

describe('pipelines without a usable contract', () => {
  test('A pipeline without expected runs shows the reason.', async () => {
    const ports = observatory();
    ports.profilesStored = [profileOf('Adhoc', { nothingExpected: 'run by hand' })];
    expect(await gather(ports)).toMatchObject({ pipelines: [{ pipeline: 'Adhoc', state: 'nothingExpected', what: 'run by hand', problems: [] }], problems: [] });
  });

  test('A broken contract makes its pipeline unknown and the digest incomplete.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    ports.contractsStored.push(stored('{', 0));
    ports.profilesStored.push(profileOf('Billing'));
    const facts = await gather(ports);
    expect(facts.pipelines.map(({ pipeline, state, problems }) => [pipeline, state, problems])).toEqual([
      ['Orders', 'ok', []], ['Billing', 'unknown', ['contract not found, or it cannot be used']],
    ]);
    expect(facts.problems).toEqual(['1 contract cannot be used: the log of the checker or the notifier names them']);
  });

  test('An open incident of a removed pipeline is still listed.', async () => {
    expect(await one(observatory(), [openRecord('Gone', { signal: 'Deadline' })])).toMatchObject({ pipeline: 'Gone', state: 'open', since: night(2), what: 'missed its deadline' });
  });

  test('A problem of the observatory itself comes before all pipelines.', async () => {
    const { problems, pipelines } = await gather(observatory(), [openRecord('(observatory)', { signal: 'CheckerSilent', question: 'ALIVE' })]);
    expect(problems).toEqual(['The checker is silent since Sat 02:00 UTC']);
    expect(pipelines).toEqual([]);
  });
});

describe('the subscribers', () => {
  test('Each topic lists its confirmed and its pending subscribers.', async () => {
    const ports = observatory();
    ports.topics.set(topicArn('Critical'), [
      { protocol: 'sms', endpoint: '+15550100', confirmed: true }, { protocol: 'email', endpoint: 'ops@example.com', confirmed: false },
    ]);
    ports.topics.delete(topicArn('Warning'));
    ports.topics.set(topicArn('Second'), [{ protocol: 'lambda', endpoint: 'arn:aws:lambda:eu-west-1:1:function:Page', confirmed: true }]);
    const { channels } = await gather(ports, [], { ...ENVIRONMENT, escalation: { topicArn: topicArn('Second'), afterMillis: HOUR } });
    expect(channels).toEqual([
      { name: 'critical', confirmed: ['sms +15550100'], pending: ['email ops@example.com'], confirmsByMail: true },
      { name: 'warning', confirmed: [], pending: [] },
      { name: 'escalation', confirmed: ['lambda Page'], pending: [] },
    ]);
  });

  test('Only the host of a web hook is shown, because the rest may be a secret.', async () => {
    const ports = observatory();
    ports.topics.set(topicArn('Critical'), [
      { protocol: 'https', endpoint: 'https://user:pass@hooks.example.com:8443/T0/secret?key=1', confirmed: true }, { protocol: 'https', endpoint: 'nonsense', confirmed: false },
    ]);
    const { channels } = await gather(ports);
    expect(channels[0]).toEqual({ name: 'critical', confirmed: ['https hooks.example.com'], pending: ['https address'] });
  });

  test('Each own topic of a pipeline is read once, up to a limit.', async () => {
    const ports = observatory();
    ports.profilesStored = Array.from({ length: 30 }, (_, index) => profileOf(`P${index}`, {
      nothingExpected: 'x',
      topics: [{ severity: 'critical', topicArn: topicArn('Shared') }, { severity: 'warning', topicArn: topicArn(`Own${index}`) }, { severity: 'critical', topicArn: topicArn('Critical') }],
    }));
    const { channels, problems } = await gather(ports);
    expect(channels).toHaveLength(2 + 20);
    expect(channels.slice(2, 4)).toEqual([
      { name: 'critical', of: 'P0, P1 and 28 more', confirmed: [], pending: [] }, { name: 'warning', of: 'P0', confirmed: [], pending: [] },
    ]);
    expect(problems).toEqual(['the subscribers of 11 more topics of pipelines were not read']);
  });

  test('Extra topics are shown with their names.', async () => {
    const { channels } = await gather(observatory(), [], { ...ENVIRONMENT, extraTopics: [{ severity: 'warning', topicArn: topicArn('Chat') }] });
    expect(channels.map(({ name, of }) => [name, of])).toEqual([['warning', 'topic Chat'], ['critical', undefined], ['warning', undefined]]);
  });

  test('A topic that cannot be read has a problem in its own line.', async () => {
    const ports = observatory();
    ports.disturb.subscribers = (arn) => {
      if (arn === topicArn('Warning')) throw new FakeError('AuthorizationErrorException');
    };
    expect((await gather(ports)).channels).toEqual([
      { name: 'critical', confirmed: ['email data@example.com'], pending: [] },
      { name: 'warning', confirmed: [], pending: [], problem: 'AuthorizationErrorException: said the fake' },
    ]);
  });
});

describe('what cannot be read', () => {
  const deny = (): never => {
    throw new FakeError('AccessDeniedException');
  };
  const DENIED = 'AccessDeniedException: said the fake';

  test('Without metrics, no pipeline is called ok, and figures are absent, not zero.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    ports.disturb.metrics = deny;
    const digest = await one(ports);
    expect(digest).toMatchObject({ state: 'unknown', problems: [`Orders: metrics not readable: ${DENIED}`] });
    expect(digest.current).toEqual({ slots: 7, onTime: 0, blemishes: { unknown: 7 } });
  });

  test('Without the totals, a pipeline is still ok, and its runs are unknown.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    ports.disturb.metrics = ({ periodSeconds }) => (periodSeconds === 3600 ? deny() : undefined);
    expect(await one(ports)).toMatchObject({ state: 'ok', current: { slots: 7, onTime: 7 }, problems: [`Orders: metrics not readable: ${DENIED}`] });
  });

  test('A total without an answer does not become zero.', async () => {
    const ports = ran(observatory(nightly('Orders', [machineStage('Orders')])), 'Orders');
    for (const daysBack of ALL_NIGHTS) ports.machineSucceeded(arnOf('Orders'), night(daysBack), night(daysBack) + 5 * MINUTE);
    ports.unreadable.set(`AWS/States ${arnOf('Orders')} ExecutionsFailed`, 'no answer');
    const digest = await one(ports);
    expect(digest).toMatchObject({ state: 'ok', problems: ['Orders: metrics not readable: no answer for this metric'] });
    expect(digest.current).toEqual({ slots: 7, onTime: 7 });
  });

  test('When not all contracts are listed, the others are unknown, and the digest is incomplete.', async () => {
    const ports = ran(observatory(nightly('Orders'), nightly('Billing')), 'Orders');
    ports.disturb.contract = (index) => (index === 1 ? deny() : undefined);
    const facts = await gather(ports);
    expect(facts.pipelines.map(({ pipeline, state, problems }) => [pipeline, state, problems])).toEqual([['Orders', 'ok', []], ['Billing', 'unknown', ['contract not read']]]);
    expect(facts.problems).toEqual(["not all contracts listed: the notifier's log says why"]);
  });

  test('A pipeline without a profile counts as critical, and the digest says so.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    ports.profilesStored = [];
    expect(await one(ports)).toMatchObject({ state: 'ok', severity: 'critical', problems: ['profile not found, so its severity is taken to be critical'] });
    ports.profilesStored = [{ name: '/observatory/profiles/Orders', text: '{', lastChanged: 0 }];
    expect(await one(ports)).toMatchObject({ state: 'ok', problems: [expect.stringMatching(/^profile not readable: ContractError: /)] });
  });

  test('When not all profiles are listed, the digest says so once.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    ports.disturb.profile = deny;
    expect(await gather(ports)).toMatchObject({ pipelines: [{ state: 'ok', problems: [] }], problems: [`not all profiles listed: ${DENIED}`] });
  });

  test('Without the table, the digest says that open incidents are unknown.', async () => {
    const facts = await gatherDigest({ ports: ran(observatory(nightly('Orders')), 'Orders'), environment: ENVIRONMENT, now: NOW }, undefined, SLOT);
    expect(facts.problems).toEqual(['open incidents not readable']);
  });

  test('When no time is left, the remaining pipelines are unknown, and nothing more is read.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    ports.millisLeft = [0];
    expect(await one(ports)).toMatchObject({ state: 'unknown', problems: ['not examined: no time was left'] });
    expect(ports.asked.metrics).toEqual([]);
  });

  test('When the time is over after the verdict, the verdict is shown without figures.', async () => {
    const ports = ran(observatory(nightly('Orders')), 'Orders');
    ports.millisLeft = [1000, 1000, 0];
    expect(await one(ports)).toMatchObject({ state: 'ok', current: {}, problems: ['figures not read: no time was left'] });
  });

  test('Whatever fails, the digest is gathered, and a pipeline that did not run is never called ok.', async () => {
    const calls = fc.record({
      contract: fc.boolean(), profile: fc.boolean(), metrics: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), executions: fc.boolean(), subscribers: fc.boolean(),
      millis: fc.array(fc.constantFrom(0, 1000), { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(fc.asyncProperty(calls, async ({ contract, profile, metrics, executions, subscribers, millis }) => {
      const ports = observatory(nightly('Alive'), nightly('Dead'), nightly('Machine', [machineStage('Machine')]));
      ran(ports, 'Alive');
      ports.millisLeft = [...millis];
      let call = 0;
      ports.disturb = {
        contract: (index) => (contract && index === 2 ? deny() : undefined), profile: (index) => (profile && index === 1 ? deny() : undefined),
        metrics: () => (metrics[call++ % metrics.length] ? deny() : undefined), executions: () => (executions ? deny() : undefined), subscribers: () => (subscribers ? deny() : undefined),
      };
      const facts = await gather(ports);
      for (const { pipeline, state, problems } of facts.pipelines) {
        if (pipeline !== 'Alive') expect(state).not.toBe('ok');
        if (state === 'unknown') expect(problems).not.toEqual([]);
      }
      expect(digestMessage(facts).subject).not.toMatch(/^All/);
    }), { numRuns: 60 });
  });
});

describe('the calls of a digest', () => {
  test('Many healthy pipelines are all examined in full calls, and figures are read only for the pipelines that are listed with figures.', async () => {
    const names = Array.from({ length: 250 }, (_, index) => `P${index + 100}`);
    const ports = observatory(...names.map((name) => nightly(name)));
    for (const name of names) ran(ports, name, [0, 1, 2]);
    const { pipelines } = await gather(ports);
    expect(pipelines.map(({ pipeline }) => pipeline)).toEqual(names);
    expect(pipelines.every(({ state }) => state === 'ok')).toBe(true);
    expect(pipelines.map(({ current }) => current?.runs)).toEqual([...Array<number>(50).fill(3), ...Array<undefined>(200).fill(undefined)]);
    expect(ports.asked.metrics.flatMap(({ reads }) => reads)).toHaveLength(250 * 2 + 50 * (2 + 4));
    // One call for each hundred pipelines, and two for each group whose figures are read.
    expect(ports.asked.metrics).toHaveLength(3 + 2 * 2);
  });

  test('The figures of bad pipelines are read, however many pipelines are healthy.', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `P${index + 100}`);
    const ports = observatory(...names.map((name) => nightly(name)), nightly('Zombie'));
    for (const name of names) ran(ports, name, [0, 1, 2]);
    const { pipelines } = await gather(ports);
    expect(pipelines.find(({ pipeline }) => pipeline === 'Zombie')).toMatchObject({ state: 'open', current: { slots: 7, onTime: 0, blemishes: { missed: 7 }, runs: 0 } });
  });

  test('Nothing is read for pipelines without due slots.', async () => {
    const ports = observatory(nightly('Orders'));
    ports.contractsStored = [stored(nightly('Orders'), SLOT - HOUR)];
    await gather(ports);
    expect(ports.asked.metrics).toEqual([]);
  });

  test('The two weeks of a limited number of pipelines are in memory at once.', async () => {
    const ports = observatory(...Array.from({ length: 60 }, (_, index) => nightly(`P${index}`)));
    await gather(ports);
    const ofTwoWeeks = ports.asked.metrics.filter(({ from }) => from < SLOT - 10 * DAY);
    const pipelinesOf = (batch: (typeof ofTwoWeeks)[number]): number => new Set(batch.reads.map(({ dimensions }) => dimensions.FunctionName)).size;
    expect(Math.max(...ofTwoWeeks.filter(({ periodSeconds, reads }) => periodSeconds === 3600 && reads.length > 0).map(pipelinesOf))).toBe(25);
  });
});
