import { JudgedFacts, JudgedSlot } from '../../../core/incident/judged-facts';
import { HOUR, MINUTE } from '../../../core/time';
import { alarm, at, newTexts, nights, Story } from './story';

describe('an incident', () => {
  test('opens with the first alarm, which is sent at once', () => {
    const story = new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 02:31'), nights('2026-11-23', 'ok', 'running'));
    expect(story.kinds).toEqual(['opened']);
    expect(story.record.incident).toMatchObject({ question: 'FAILED', severity: 'critical', failures: 1, failedAt: [at('2026-11-24 02:00')] });
  });

  test('is dated from the due time of the first bad run, if the evidence shows it', () => {
    const story = new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), nights('2026-11-23', 'ok', 'missed'));
    expect(story.record.incident).toMatchObject({ since: at('2026-11-24 02:00'), openedAt: at('2026-11-24 02:22') });
  });

  test('is dated from the alarm if nothing else is known', () => {
    expect(new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 02:31')).record.incident).toMatchObject({ since: at('2026-11-24 02:31') });
  });

  test('sends no second message when a slot has failed for good after its failed run was sent', () => {
    const story = new Story()
      .receives(alarm('Failed', 'ALARM', '2026-11-24 02:31'), nights('2026-11-23', 'ok', 'running'))
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:36'), nights('2026-11-23', 'ok', 'failed'));
    expect(story.kinds).toEqual(['opened']);
    expect(story.record.incident).toMatchObject({ question: 'ALIVE', failures: 1 });
  });

  test('sends no second message about a failed run after its failed slot was sent', () => {
    const story = new Story()
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:36'), nights('2026-11-23', 'ok', 'failed'))
      .receives(alarm('Failed', 'ALARM', '2026-11-24 02:37'), nights('2026-11-23', 'ok', 'failed'));
    expect(story.kinds).toEqual(['opened']);
  });

  test('sends that a run failed after it was sent as missing', () => {
    const story = new Story()
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), nights('2026-11-23', 'ok', 'missed'))
      .receives(alarm('Failed', 'ALARM', '2026-11-24 09:00'), nights('2026-11-23', 'ok', 'failed'));
    expect(story.kinds).toEqual(['opened', 'raised']);
    expect(story.record.incident).toMatchObject({ failures: 1 });
  });

  test('sends when slow becomes failed, which is also more severe', () => {
    const story = new Story()
      .receives(alarm('NearTimeout', 'ALARM', '2026-11-23 03:40'), nights('2026-11-23', 'ok'))
      .receives(alarm('Failed', 'ALARM', '2026-11-24 03:40'), nights('2026-11-23', 'ok', 'running'));
    expect(story.notifications.map(({ kind, severity }) => `${kind} ${severity}`)).toEqual(['opened warning', 'raised critical']);
    expect(story.record.incident).toMatchObject({ question: 'FAILED', notifiedSeverities: ['warning', 'critical'] });
  });

  test('adds to the thread that a failed run was slow too, without a message', () => {
    const story = new Story()
      .receives(alarm('Failed', 'ALARM', '2026-11-24 02:31'))
      .receives(alarm('NearTimeout', 'ALARM', '2026-11-24 02:32'));
    expect(story.kinds).toEqual(['opened']);
    expect(story.record.incident?.thread.map(({ text }) => text)).toEqual([
      'An execution failed, timed out or was aborted.', 'A run used more than 80 % of its timeout. A later run may time out.',
    ]);
  });

  test('counts and sends each failure in a row', () => {
    const story = new Story()
      .receives(alarm('Failed', 'ALARM', '2026-11-24 02:31'), nights('2026-11-23', 'ok', 'running'))
      .receives(alarm('Failed', 'OK', '2026-11-24 02:36'), nights('2026-11-23', 'ok', 'failed'))
      .receives(alarm('Failed', 'ALARM', '2026-11-25 02:31'), nights('2026-11-23', 'ok', 'failed', 'running'))
      .receives(alarm('Failed', 'ALARM', '2026-11-26 02:31'), nights('2026-11-23', 'ok', 'failed', 'failed', 'running'));
    expect(story.notifications.map(({ kind, incident }) => `${kind} ${incident!.failures}`)).toEqual(['opened 1', 'failedAgain 2', 'failedAgain 3']);
  });

  test('sends that one more run is missing, which no alarm reports because it is up already', () => {
    const story = new Story()
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), nights('2026-11-23', 'ok', 'missed'))
      .sees(nights('2026-11-23', 'ok', 'missed'), '2026-11-24 02:25')
      .sees(nights('2026-11-23', 'ok', 'missed', 'pending'), '2026-11-25 02:10')
      .sees(nights('2026-11-23', 'ok', 'missed', 'missed'), '2026-11-25 02:20')
      .sees(nights('2026-11-23', 'ok', 'missed', 'missed'), '2026-11-25 02:25');
    expect(story.notifications.map(({ kind, incident }) => [kind, incident!.failures, newTexts(incident!)])).toEqual([
      ['opened', 1, ['The run that was due did not start.']], ['failedAgain', 2, ['The run that was due did not start.']],
    ]);
  });

  test('says in its thread that a silence lasts, not that a run did not start', () => {
    const { slots, ...judged } = nights('2026-11-23', 'ok', 'missed');
    const silent = { ...judged, slots: slots.map((slot) => (slot.verdict === 'missed' ? { ...slot, code: 'noSuccess' as const } : slot)) };
    const story = new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), silent);
    expect(newTexts(story.notifications[0]!.incident!)).toEqual(['No run has succeeded in the time allowed.']);
  });

  test('counts the failures before the alarm if it takes several to raise it', () => {
    const story = new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-25 02:22'), nights('2026-11-23', 'ok', 'missed', 'missed'));
    expect(story.record.incident).toMatchObject({ failures: 2, since: at('2026-11-24 02:00') });
  });

  test('of a job that fails every hour is sent each time for a day, then every six hours with what happened in between', () => {
    const story = new Story({ rateLimitPerDay: 1000 });
    for (let hour = 0; hour < 48; hour += 1) story.receives(alarm('Failed', 'ALARM', at('2026-11-24 02:31') + hour * HOUR));
    const again = story.notifications.filter(({ kind }) => kind === 'failedAgain');
    expect(again.slice(0, 23).map(({ incident }) => incident!.failures)).toEqual(Array.from({ length: 23 }, (_, index) => index + 2));
    expect(again.slice(23).map(({ incident }) => [incident!.failures, newTexts(incident!).length])).toEqual([[30, 6], [36, 6], [42, 6], [48, 6]]);
  });

  test('of a job that fails every night is sent each time, even shortly after a reminder', () => {
    const story = new Story();
    for (let night = 0; night < 4; night += 1) {
      story.receives(alarm('Failed', 'ALARM', at('2026-11-24 02:31') + night * 24 * HOUR));
      for (let hour = 1; hour < 24; hour += 1) story.waitsUntil(new Date(at('2026-11-24 02:40') + (24 * night + hour) * HOUR).toISOString().slice(0, 16).replace('T', ' '));
    }
    expect(story.kinds.filter((kind) => kind === 'failedAgain')).toHaveLength(3);
  });

  test('is not opened by evidence alone, but by an alarm', () => {
    expect(new Story().sees(nights('2026-11-23', 'ok', 'missed'), '2026-11-24 02:25').kinds).toEqual([]);
  });
});

describe('a recovery', () => {
  const missed = (): Story => new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), nights('2026-11-23', 'ok', 'missed'));

  test('is sent once, when proof of life is back', () => {
    const story = missed()
      .receives(alarm('ProofOfLife', 'OK', '2026-11-25 02:45'), nights('2026-11-23', 'ok', 'missed', 'ok'))
      .sees(nights('2026-11-23', 'ok', 'missed', 'ok'), '2026-11-25 02:50');
    expect(story.kinds).toEqual(['opened', 'recovered']);
    expect(story.notifications.at(-1)!.recovered).toEqual({ at: at('2026-11-25 02:40'), by: 'a run succeeded', slot: at('2026-11-25 02:00'), failures: 1 });
    expect(story.record.incident).toBeUndefined();
  });

  test('is not the return to OK of an alarm that only shows that no error came for a while', () => {
    const story = new Story()
      .receives(alarm('Failed', 'ALARM', '2026-11-24 02:31'), nights('2026-11-23', 'ok', 'running'))
      .receives(alarm('Failed', 'OK', '2026-11-24 02:36'), nights('2026-11-23', 'ok', 'failed'));
    expect(story.kinds).toEqual(['opened']);
  });

  test('is seen in the evidence if no lasting alarm was raised: the slot succeeded after all', () => {
    const story = new Story()
      .receives(alarm('Failed', 'ALARM', '2026-11-24 02:31'), nights('2026-11-23', 'ok', 'running'))
      .sees(nights('2026-11-23', 'ok', 'running'), '2026-11-24 02:35')
      .sees(nights('2026-11-23', 'ok', 'ok'), '2026-11-24 02:45');
    expect(story.kinds).toEqual(['opened', 'recovered']);
  });

  test('is not seen while a lasting alarm is up', () => {
    expect(missed().sees(nights('2026-11-23', 'ok', 'missed', 'ok'), '2026-11-25 02:42').kinds).toEqual(['opened']);
  });

  test('of a failure does not wait for the deadline alarm, which stays up until the next deadline is met', () => {
    const broken = (): Story => new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:20'), nights('2026-11-23', 'ok', 'missed'))
      .receives(alarm('Deadline', 'ALARM', '2026-11-24 04:00'), nights('2026-11-23', 'ok', 'missed'));
    const repaired = broken().receives(alarm('ProofOfLife', 'OK', '2026-11-24 09:00'), nights('2026-11-23', 'ok', 'ok'));
    expect(repaired.kinds).toEqual(['opened', 'recovered']);
    expect(repaired.receives(alarm('Deadline', 'OK', '2026-11-25 04:00'), nights('2026-11-23', 'ok', 'ok', 'ok')).kinds).toEqual(['opened', 'recovered']);
  });

  test('of a missed deadline comes when the next one is met', () => {
    const late = new Story().receives(alarm('Deadline', 'ALARM', '2026-11-24 04:00'), nights('2026-11-23', 'ok', 'ok')).sees(nights('2026-11-23', 'ok', 'ok'), '2026-11-24 05:00');
    expect(late.kinds).toEqual(['opened']);
    expect(late.receives(alarm('Deadline', 'OK', '2026-11-25 04:00'), nights('2026-11-23', 'ok', 'ok', 'ok')).kinds).toEqual(['opened', 'recovered']);
  });

  test('is not seen in evidence that could be read only in part', () => {
    const story = new Story().receives(alarm('Failed', 'ALARM', '2026-11-24 02:31'), nights('2026-11-23', 'ok', 'running'));
    expect(story.sees({ ...nights('2026-11-23', 'ok', 'ok'), known: false }, '2026-11-24 02:45').kinds).toEqual(['opened']);
  });

  test('of a slow run needs a later run that was not slow', () => {
    const story = new Story()
      .receives(alarm('NearTimeout', 'ALARM', '2026-11-23 03:40'), nights('2026-11-23', 'ok'))
      .receives(alarm('NearTimeout', 'OK', '2026-11-23 05:20'), nights('2026-11-23', 'ok'))
      .sees(nights('2026-11-23', 'ok'), '2026-11-23 06:00');
    expect(story.kinds).toEqual(['opened']);
    expect(story.sees(nights('2026-11-23', 'ok', 'ok'), '2026-11-24 02:45').kinds).toEqual(['opened']);
    expect(story.sees(nights('2026-11-23', 'ok', 'ok'), '2026-11-24 03:00').kinds).toEqual(['opened', 'recovered']);
  });

  test('of a slow run of a job that runs every few minutes does not wait for a pause in its runs', () => {
    const minutes = (count: number): JudgedFacts => {
      const slots = Array.from({ length: count }, (_, index): JudgedSlot => {
        const slot = at('2026-11-23 02:00') + index * 5 * MINUTE;
        return { slot, until: slot + 5 * MINUTE, verdict: 'ok', succeededAt: slot + MINUTE };
      });
      return { known: true, open: false, slots };
    };
    const story = new Story()
      .receives(alarm('Failed', 'ALARM', '2026-11-23 02:03'), minutes(1)).receives(alarm('NearTimeout', 'ALARM', '2026-11-23 02:04'), minutes(1))
      .receives(alarm('Failed', 'OK', '2026-11-23 02:14')).receives(alarm('NearTimeout', 'OK', '2026-11-23 02:14'));
    expect(story.sees(minutes(5), '2026-11-23 02:21').kinds).toEqual(['opened']);
    expect(story.sees(minutes(5), '2026-11-23 02:22').kinds).toEqual(['opened', 'recovered']);
  });

  test('of a job that stays slow never comes: it is one incident with a reminder a day', () => {
    const story = new Story();
    for (const day of ['23', '24', '25']) {
      story.receives(alarm('NearTimeout', 'ALARM', `2026-11-${day} 03:40`), nights('2026-11-23', ...Array.from({ length: Number(day) - 22 }, () => 'ok' as const)))
        .receives(alarm('NearTimeout', 'OK', `2026-11-${day} 05:20`))
        .waitsUntil(`2026-11-${day} 05:30`);
    }
    expect(story.kinds).toEqual(['opened', 'reminder', 'reminder']);
  });

  test('comes after a day without failures if no runs are expected', () => {
    const story = new Story({ expected: false })
      .receives(alarm('Failed', 'ALARM', '2026-11-24 02:31')).receives(alarm('Failed', 'OK', '2026-11-24 02:36')).waitsUntil('2026-11-25 02:35');
    expect(story.kinds).toEqual(['opened', 'reminder']);
    expect(story.waitsUntil('2026-11-25 02:36').notifications.at(-1)).toMatchObject({
      kind: 'recovered', recovered: { by: 'nothing has gone wrong for 24 hours, and no run is due that could confirm a recovery' },
    });
  });

  test('says so if the alarms no longer exist', () => {
    expect(missed().receives(alarm('ProofOfLife', 'OK', '2026-11-24 09:00', { isGone: true })).notifications.at(-1)!.recovered).toMatchObject({ by: 'its alarms no longer exist', unwatched: true });
  });

  test('is unknown if the pipeline is no longer watched, once none of its alarms is up', () => {
    const story = new Story({ removed: true }).receives(alarm('Failed', 'ALARM', '2026-11-24 02:31')).waitsUntil('2026-11-24 02:35');
    expect(story.kinds).toEqual(['opened']);
    expect(story.receives(alarm('Failed', 'OK', '2026-11-24 02:36')).waitsUntil('2026-11-24 02:37').notifications.at(-1)).toMatchObject({
      kind: 'recovered', recovered: { by: 'it was removed, renamed, or moved', unwatched: true },
    });
  });
});

describe('reminders', () => {
  const missed = (context = {}): Story => new Story(context).receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:00'), nights('2026-11-23', 'ok', 'missed'));
  const until = (story: Story, hours: number): number[] => {
    const begin = at('2026-11-24 02:00');
    for (let minute = 0; minute <= hours * 60; minute += 10) story.waitsUntil(new Date(begin + minute * MINUTE).toISOString().slice(0, 16).replace('T', ' '));
    return story.notifications.filter(({ kind }) => kind === 'reminder').map(({ decidedAt }) => (decidedAt - begin) / HOUR);
  };

  test('of a critical pipeline come 6 and 12 hours after the last message, and then daily', () => {
    expect(until(missed(), 100)).toEqual([6, 18, 42, 66, 90]);
  });

  test('of a warning pipeline come daily', () => {
    expect(until(missed({ severity: 'warning' }), 100)).toEqual([24, 48, 72, 96]);
  });

  test('do not come during a mute window', () => {
    expect(until(missed({ muted: true }), 100)).toEqual([]);
  });

  test('start their wait again after every other message', () => {
    const story = missed().sees(nights('2026-11-23', 'ok', 'missed', 'missed'), '2026-11-24 07:00');
    expect(until(story, 14)).toEqual([11]);
  });
});

describe('escalation', () => {
  test('comes once, when an incident has lasted as long as configured', () => {
    const story = new Story({ escalateAfterMillis: 4 * HOUR }).receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:00'), nights('2026-11-23', 'ok', 'missed'))
      .waitsUntil('2026-11-24 05:59').waitsUntil('2026-11-24 06:00').waitsUntil('2026-11-24 06:01');
    expect(story.kinds).toEqual(['opened', 'escalated']);
  });

  test('does not come for slowness', () => {
    const story = new Story({ escalateAfterMillis: 4 * HOUR }).receives(alarm('NearTimeout', 'ALARM', '2026-11-24 02:00')).waitsUntil('2026-11-24 12:00');
    expect(story.kinds).toEqual(['opened']);
  });
});

describe('a pipeline whose upstream is down', () => {
  const held = (): Story => new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 03:22'), nights('2026-11-23', 'ok', 'missed'), { upstream: 'Landing' });

  test('is suppressed and sends nothing', () => {
    const story = held().waitsUntil('2026-11-25 03:00', { upstream: 'Landing' });
    expect(story.kinds).toEqual([]);
    expect(story.record.incident?.inhibitedBy).toBe('Landing');
  });

  test('sends a quarter of an hour after the upstream recovers, if it has not recovered itself', () => {
    const story = held().waitsUntil('2026-11-24 06:00').waitsUntil('2026-11-24 06:14').waitsUntil('2026-11-24 06:15');
    expect(story.notifications.map(({ kind, decidedAt }) => [kind, decidedAt])).toEqual([['opened', at('2026-11-24 06:15')]]);
  });

  test('stays suppressed if the upstream fails again in that time', () => {
    const story = held().waitsUntil('2026-11-24 06:00').waitsUntil('2026-11-24 06:10', { upstream: 'Landing' }).waitsUntil('2026-11-24 06:20').waitsUntil('2026-11-24 06:30');
    expect(story.kinds).toEqual([]);
  });

  test('recovers without a message, because nothing was sent', () => {
    const story = held().receives(alarm('ProofOfLife', 'OK', '2026-11-24 06:05'), nights('2026-11-23', 'ok', 'ok'));
    expect(story.kinds).toEqual([]);
    expect(story.record.incident).toBeUndefined();
  });
});

describe('a mute window', () => {
  test('ends with one message about what is still broken, for all alarms', () => {
    const story = new Story()
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), nights('2026-11-23', 'ok', 'missed'))
      .waitsUntil('2026-11-24 08:30', { muted: true })
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22', { afterMute: true }), undefined, { now: at('2026-11-24 10:00') })
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22', { afterMute: true }), undefined, { now: at('2026-11-24 10:01') });
    expect(story.kinds).toEqual(['opened', 'stillBroken']);
  });

  test('sends at its end what broke during it, like any other failure', () => {
    const story = new Story().receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22', { afterMute: true }), nights('2026-11-23', 'ok', 'missed'), { now: at('2026-11-24 10:00') });
    expect(story.kinds).toEqual(['opened']);
  });

  test('holds further failures until its end', () => {
    const story = new Story()
      .receives(alarm('ProofOfLife', 'ALARM', '2026-11-24 02:22'), nights('2026-11-23', 'ok', 'missed'))
      .sees(nights('2026-11-23', 'ok', 'missed', 'missed'), '2026-11-25 02:20', { muted: true });
    expect(story.kinds).toEqual(['opened']);
    expect(story.record.incident?.failures).toBe(2);
  });
});

describe('the rate limit', () => {
  const flapping = (hours: number): Story => {
    const story = new Story({ rateLimitPerDay: 4 });
    for (let hour = 0; hour < hours; hour += 1) {
      const time = (minute: number): number => at('2026-11-24 00:00') + hour * HOUR + minute * MINUTE;
      story.receives(alarm('ProofOfLife', 'ALARM', time(20))).receives(alarm('ProofOfLife', 'OK', time(40)));
    }
    return story;
  };

  test('is announced in the last message, which says until when', () => {
    const story = flapping(4);
    expect(story.notifications.map(({ kind, lastUntil }) => [kind, lastUntil])).toEqual([
      ['opened', undefined], ['recovered', undefined], ['opened', undefined], ['recovered', at('2026-11-25 00:20')],
    ]);
  });

  test('ends with one message about the current state', () => {
    const story = flapping(4).waitsUntil('2026-11-25 00:19').waitsUntil('2026-11-25 00:20');
    expect(story.notifications.slice(4).map(({ kind, recovered }) => [kind, recovered !== undefined])).toEqual([['catchUp', true]]);
    expect(story.record.suppressed).toBe(0);
  });

  test('does not suppress that an incident has become more severe', () => {
    const story = new Story({ rateLimitPerDay: 1 }).receives(alarm('NearTimeout', 'ALARM', '2026-11-24 02:00')).receives(alarm('Failed', 'ALARM', '2026-11-24 02:10'));
    expect(story.kinds).toEqual(['opened', 'raised']);
  });

  test('sends nothing at its end if it suppressed nothing', () => {
    const story = flapping(2).waitsUntil('2026-11-25 00:20').waitsUntil('2026-11-25 03:00');
    expect(story.kinds).toEqual(['opened', 'recovered', 'opened', 'recovered']);
  });
});
