import { nextDigest } from '../../../core/digest/due';
import { nextDue } from '../../../core/incident/fold-time';
import type { Instant } from '../../../core/time';
import { contextOf } from '../../../lambda/notifier/fold-context';
import { groupDue } from '../../../lambda/notifier/group';
import { loadStates } from '../../../lambda/notifier/pipeline-state';
import type { RunDeps } from '../../../lambda/notifier/run';
import { isBusy, JUDGE_EVERY, RECONCILE_EVERY } from '../../../lambda/notifier/tick';

/** When a notifier's ticks have something to do again, if nothing happens before. `Infinity` means never. */
export interface NextWork {
  /** When time alone brings something. Until then, ticks only judge the evidence of open incidents. */
  readonly wakeAt: Instant;
  /** When the evidence of open incidents is judged again. */
  readonly judgeAt: Instant;
}

/** Works out after a tick when the notifier has something to do again, so that a simulation can skip the ticks until then. */
export async function nextWork(run: RunDeps): Promise<NextWork> {
  const { ports, environment: { digest, intakeTopicArn }, now } = run;
  const records = (await ports.table.loadAll()).map(({ record }) => record);
  const busy = records.filter(isBusy);
  const states = await loadStates(run, busy.map(({ pipeline }) => pipeline));
  const dues = [
    digest === undefined ? undefined : nextDigest(digest.schedule, now),
    ...busy.flatMap((record) => [
      nextDue(record, contextOf(run, states.get(record.pipeline)!, records)),
      record.rateLimitedUntil,
      ...record.outbox.filter(({ pending }) => !pending).map(({ claimedUntil }) => claimedUntil ?? now),
    ]),
    ...groupDue(records),
    intakeTopicArn === undefined ? undefined : nextTime(RECONCILE_EVERY, now),
  ].filter((due) => due !== undefined);
  const isOpen = records.some(({ incident }) => incident !== undefined);
  return { wakeAt: Math.min(Infinity, ...dues), judgeAt: isOpen ? nextTime(JUDGE_EVERY, now) : Infinity };
}

function nextTime(interval: number, now: Instant): Instant {
  return (Math.floor(now / interval) + 1) * interval;
}
