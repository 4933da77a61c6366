import type { Account } from './account';
import type { Cdk } from './cdk';
import type { Checks } from './checks';
import type { Emulator } from './emulator';
import type { Events, Inbox } from './inbox';
import { OUTPUTS, PIPELINES } from './names';
import type { Processes } from './processes';
import { same } from './same';
import { until } from './until';

/** What all checks have around them before anything is deployed. */
export interface TrialContext {
  readonly checks: Checks;
  readonly processes: Processes;
  readonly emulator: Emulator;
  readonly account: Account;
  readonly cdk: Cdk;
  /** The folder with Python's commands. */
  readonly bin: string;
  /** A folder that is removed at the end. */
  readonly temp: string;
}

/** What is deployed. */
export interface Trial extends TrialContext {
  readonly outputs: Readonly<Record<string, string>>;
  readonly inbox: Inbox;
  readonly events: Events;
}

/**
 * The schedule fires a minute after its creation and then every minute. The emulator looks for due schedules every 10 seconds,
 * and runs one target after the other, so on a slow machine a tick can come half a minute late; two minutes and a half leave
 * room for that. It bounds the wait only: what a tick has to show is asserted apart.
 */
export const LONGEST_TICK_SECONDS = 150;

/** Waits until the checker has logged so many ticks; only its schedule invokes it. */
export async function tick({ account, outputs }: Trial, count: number): Promise<void> {
  await until(`tick ${count} of the checker`, LONGEST_TICK_SECONDS, async () => {
    const lines = await account.logLines(outputs[OUTPUTS.checkerLogs]);
    return lines.filter(({ event }) => event === 'tick').length >= count ? true : undefined;
  });
}

/** Waits until a tick of the notifier that began after an instant has ended. */
export async function notifierTick({ account, outputs }: Trial, after: number): Promise<void> {
  await until('a tick of the notifier', LONGEST_TICK_SECONDS, async () => {
    const lines = await account.logLines(outputs[OUTPUTS.notifierLogs]);
    return lines.some(({ event, now }) => event === 'tick' && Date.parse(String(now)) > after) ? true : undefined;
  });
}

/** @throws when the newest tick did not look at every pipeline, or could not verify one */
export async function requireComplete({ account, outputs }: Trial): Promise<void> {
  const lines = await account.logLines(outputs[OUTPUTS.checkerLogs]);
  const { complete, pipelines, unverifiable } = lines.findLast(({ event }) => event === 'tick')!;
  const problems = lines.filter(({ level }) => level === 'ERROR').map((line) => JSON.stringify(line));
  same(problems, []);
  same({ complete, pipelines, unverifiable }, { complete: true, pipelines: Object.keys(PIPELINES).length, unverifiable: 0 });
}
