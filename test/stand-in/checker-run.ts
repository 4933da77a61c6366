import type { TickResult } from '../../lambda/checker/tick';
import { Account, startAccount } from './account';
import type { Faults } from './faults';
import { nightlyAccount, Nights, PATH, untilNoon } from './nightly-account';
import { Ran, runBundle } from './run-bundle';

/** An observatory whose checker is run once. */
export interface CheckerRun {
  readonly pipelines: number;
  readonly nights: Nights;
  readonly faults?: Faults;
  /** The function's timeout. @default 2 minutes */
  readonly timeoutMillis?: number;
}

/** What one tick of the bundled checker came to, and what it did to the account. */
export interface CheckerRan {
  readonly account: Account;
  readonly tick: TickResult;
  readonly millis: number;
  readonly cpuMillis: number;
  readonly peakMb: number;
  readonly log: Ran['log'];
}

export const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Critical';

/** Lets the bundled checker, in a process of its own, tick once over an account that stands in for AWS. */
export async function runChecker({ pipelines, nights, faults, timeoutMillis = 120_000 }: CheckerRun): Promise<CheckerRan> {
  const account = await startAccount(nightlyAccount(pipelines, nights), faults);
  try {
    const { invoked: [tick], peakMb, log } = await runBundle({
      bundle: 'checker', endpoint: account.standIn.endpoint, variables: { OBSERVATORY: 'Prod', CONTRACTS_PATH: PATH, TABLE_NAME: 'Ledger', TOPIC_ARNS: TOPIC },
      invocations: [{ event: {}, laterMillis: untilNoon() }], timeoutMillis, memoryMb: 512,
    });
    if (tick?.result === undefined) throw new Error(`the tick failed: ${tick?.error}`);
    return { account, tick: tick.result as TickResult, millis: tick.millis, cpuMillis: tick.cpuMillis, peakMb, log };
  } finally {
    await account.standIn.close();
  }
}
