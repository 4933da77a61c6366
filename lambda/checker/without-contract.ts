import type { Standing } from '../../core/ledger/standing';
import { isUnverified } from '../../core/ledger/unverified';
import { HOUR, type Instant } from '../../core/time';
import { mapBounded } from '../shared/async';
import { reasonOf } from '../shared/log';
import type { StoredStanding } from '../shared/ports';
import type { Change, LedgerBook } from './ledger-book';
import type { CheckerPorts } from './ports';

/** Deploying again does not help: CloudFormation sees no change in a parameter that somebody deleted by hand. */
const REMEDY = 'store the contract again with its text from the template of its stack, or delete the pipeline\'s alarms if no stack has it';

/** How many pipelines are looked up in a tick: DescribeAlarmsForMetric and GetParameter share their quotas with the account. */
const MOST_LOOKUPS = 20;
const AT_ONCE = 4;
/** How often it is looked up whether a pipeline without a contract still has its alarm. */
const LOOK_UP_EVERY = HOUR;

/** The parameters that were listed, by pipeline. */
export interface ListedContracts {
  readonly known: ReadonlySet<string>;
  /** Those that cannot be used. */
  readonly broken: ReadonlySet<string>;
  /** Whether the listing reached its end. Without it, nothing is missing. */
  readonly listed: boolean;
}

/**
 * The pipelines that the ledger knows, without a contract that can be used. Its own alarm names such a pipeline after three
 * ticks (PipelinesUnverifiable counts it from the first one). A pipeline that has no alarm any more was removed with its stack:
 * it retires.
 */
export async function withoutContract(ports: Pick<CheckerPorts, 'contractText' | 'hasAlarm' | 'log'>, book: LedgerBook, { known, broken, listed }: ListedContracts, now: Instant): Promise<Change[]> {
  const active = book.all.flatMap((stored) => (stored.standing === undefined || stored.standing.retiredAt !== undefined ? [] : [{ stored, standing: stored.standing }]));
  const unreadable = active.filter(({ standing }) => broken.has(standing.pipeline))
    .map(({ stored, standing }) => changeOf(stored, { ...standing, unverifiableSince: standing.unverifiableSince ?? now }));
  if (!listed) return unreadable;
  const missing = active.filter(({ standing }) => !known.has(standing.pipeline))
    .map(({ stored, standing }) => ({ stored, standing: { ...standing, missing: { ...standing.missing, since: standing.missing?.since ?? now } } }))
    .sort((a, b) => (a.standing.missing.checkedAt ?? 0) - (b.standing.missing.checkedAt ?? 0));
  let lookups = MOST_LOOKUPS;
  const found = await mapBounded(missing, AT_ONCE, async ({ stored, standing }) => {
    const { checkedAt } = standing.missing;
    const mustAsk = isUnverified(standing, now) && (checkedAt === undefined || now - checkedAt >= LOOK_UP_EVERY);
    return changeOf(stored, mustAsk && lookups-- > 0 ? await lookedUp(ports, standing, now) : standing);
  });
  return [...unreadable, ...found];
}

async function lookedUp(ports: Pick<CheckerPorts, 'contractText' | 'hasAlarm' | 'log'>, standing: Standing, now: Instant): Promise<Standing> {
  const { pipeline, missing, ...rest } = standing;
  const kept: Standing = { ...standing, missing: { since: missing?.since ?? now, checkedAt: now } };
  try {
    const [text, hasAlarm] = await Promise.all([ports.contractText(pipeline), ports.hasAlarm(pipeline)]);
    if (text === undefined && !hasAlarm) {
      ports.log({ level: 'INFO', event: 'retired', pipeline, consequence: 'its contract and its alarm are gone, so its runs are no longer checked' });
      return { pipeline, ...rest, retiredAt: now };
    }
    const problem = text === undefined ? 'its contract is missing although its alarm exists, so its runs are not checked' : 'its contract exists but was not listed';
    ports.log({ level: 'ERROR', event: 'contractMissing', pipeline, problem, remedy: REMEDY });
    return kept;
  } catch (error) {
    ports.log({ level: 'ERROR', event: 'notLookedUp', pipeline, problem: reasonOf(error) });
    return kept;
  }
}

function changeOf({ standing: known, revision }: StoredStanding, after: Standing): Change {
  return { open: { standing: after, known, revision, isKept: true }, after };
}
