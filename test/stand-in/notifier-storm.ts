import { MINUTE, SECOND } from '../../core/time';
import { change } from '../lambda/notifier/scene';
import { Account, startAccount } from './account';
import type { Faults } from './faults';
import { nightlyAccount, PATH, untilNoon } from './nightly-account';
import { Invocation, Invoked, Ran, runBundle } from './run-bundle';

export const CRITICAL = 'arn:aws:sns:eu-west-1:111122223333:Critical';
const VARIABLES = {
  OBSERVATORY: 'Prod', CONTRACTS_PATH: PATH, PROFILES_PATH: `${PATH}/profiles`, TABLE_NAME: 'Incidents', CRITICAL_TOPIC_ARN: CRITICAL,
  WARNING_TOPIC_ARN: 'arn:aws:sns:eu-west-1:111122223333:Warning', WARNING_COVERED: 'true',
};

/** What a storm of alarms came to. */
export interface Storm {
  readonly account: Account;
  /** One for each alarm, in no order. */
  readonly received: readonly Invoked[];
  /** One for each of the ticks after it. */
  readonly ticks: readonly (Invoked & { readonly requests: ReadonlyMap<string, number> })[];
  readonly peakMb: number;
}

/** Two of the receiver's processes share the alarms; in Lambda it would be as many as there are alarms at once. */
const PROCESSES = 2;
/** Alarms that are pending wait for a minute and a half. At neither of these minutes after noon evidence is looked at. */
const TICKS_AFTER = [100 * SECOND, 100 * SECOND + MINUTE];

/** Lets all pipelines of an account break at once, and the bundled notifier tell it. */
export async function storm(pipelines: number, faults?: Faults): Promise<Storm> {
  const account = await startAccount(nightlyAccount(pipelines, 'missed'), faults);
  const untilStorm = untilNoon();
  const now = Date.now() + untilStorm;
  const run = (invocations: readonly Invocation[]): Promise<Ran> => runBundle({
    bundle: 'notifier', endpoint: account.standIn.endpoint, variables: VARIABLES, invocations, timeoutMillis: MINUTE - 5 * SECOND, memoryMb: 512,
  });
  try {
    const alarms = Array.from({ length: pipelines }, (_, index) => alarmOf(`Nightly${index}`, now));
    const shares = Array.from({ length: PROCESSES }, (_, process) => alarms.filter((_alarm, index) => index % PROCESSES === process));
    for (let index = 0; index < pipelines; index += 1) account.alarms.set(`Nightly${index}-ProofOfLife`, { state: 'ALARM', since: now });
    const receivers = await Promise.all(shares.map((share) => run(share.map((event) => ({ event, laterMillis: untilStorm })))));
    const ticks: Storm['ticks'][number][] = [];
    let peakMb = Math.max(...receivers.map((one) => one.peakMb));
    for (const after of TICKS_AFTER) {
      account.standIn.requests.clear();
      const ticker = await run([{ event: { kind: 'tick' }, laterMillis: untilStorm + after }]);
      ticks.push({ ...ticker.invoked[0]!, requests: new Map(account.standIn.requests) });
      peakMb = Math.max(peakMb, ticker.peakMb);
    }
    return { account, received: receivers.flatMap(({ invoked }) => invoked), ticks, peakMb };
  } finally {
    await account.standIn.close();
  }
}

/** What the receiver is invoked with when the proof of life of a pipeline is in alarm. */
function alarmOf(pipeline: string, at: number): unknown {
  const { alarmName, alarmArn, state, reason, description } = change(pipeline, 'ProofOfLife', 'ALARM', at);
  const message = {
    AlarmName: alarmName, AlarmArn: alarmArn, AlarmDescription: description, AWSAccountId: '111122223333', Region: 'EU (Ireland)', NewStateValue: state,
    OldStateValue: 'OK', NewStateReason: reason, StateChangeTime: new Date(at).toISOString().replace('Z', '+0000'),
  };
  return { Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify(message) } }] };
}
