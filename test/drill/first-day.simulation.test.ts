import { DAY, MINUTE } from '../../core/time';
import type { Condition } from '../../drill/simulation/conditions';
import { Simulation } from '../../drill/simulation/simulation';
import { findPipelines } from '../../template/find-pipelines';
import { limitsOf } from '../../template/pipeline';
import { exampleAccount } from './example';

/** A Tuesday afternoon. */
const DEPLOYED = Date.UTC(2026, 5, 2, 14);

/** The messages of the example app in its first week, in which all is well: minutes, state, sender and topic. */
async function firstWeek(confirmedAfterMinutes: number): Promise<string[]> {
  const account = exampleAccount();
  const { pipelines } = findPipelines(account);
  const pending: Condition = {
    from: DEPLOYED, to: DEPLOYED + confirmedAfterMinutes * MINUTE, confirmed: ({ protocol }) => (protocol === 'email' ? false : undefined),
  };
  const simulation = new Simulation({
    account, from: DEPLOYED, links: pipelines.flatMap(({ links }) => links), limits: limitsOf(pipelines), conditions: confirmedAfterMinutes === 0 ? [] : [pending],
  });
  await simulation.runUntil(DEPLOYED + 7 * DAY);
  return simulation.messages.filter(({ to }) => to.length > 0).map(({ at, state, alarm, severity }) =>
    `${Math.round((at - DEPLOYED) / MINUTE)} min ${state} ${/TopicUnreachable|NotifierSilent/.exec(alarm)?.[0] ?? alarm} ${severity}`);
}

/** In the minute after 08:00 in Berlin on the following Monday. */
const DIGEST = '8161 min OK notifier: digest warning';

describe('The first week after a deployment is as docs/deploy.md says:', () => {
  test('Two alarms report OK once, and the digest comes.', async () => {
    expect(await firstWeek(0)).toEqual(['2 min OK TopicUnreachable critical', '2 min OK TopicUnreachable warning', '11 min OK NotifierSilent critical', DIGEST]);
  });

  test('A topic that nobody confirms in time is reported where someone is subscribed, and its OK follows the confirmation.', async () => {
    expect(await firstWeek(120)).toEqual([
      '11 min OK NotifierSilent critical', '12 min ALARM TopicUnreachable critical', '122 min OK TopicUnreachable critical', '122 min OK TopicUnreachable warning', DIGEST,
    ]);
  });
});
