import { MINUTE } from '../../core/time';
import type { DrillPipeline } from '../pipeline';
import { onRuns, onSchedules } from './aim';
import type { Fault } from './fault';
import { isAbout } from './own-topics';
import { Scene } from './scene';

/** The upstream pipeline is well again so long before the next run of the one that depends on it. */
const REPAIRED_BEFORE = 30 * MINUTE;

/** What it depends on is broken, so that it breaks too: one cause, one message. */
export const upstreamBroken: Fault = {
  id: 'upstreamBroken',
  title: 'A pipeline that it depends on is broken',
  what: 'A pipeline that it depends on does not run, and so its own run fails. The cause has to be told; that it is broken too is held back as long as the cause lasts.',
  expects: 'told',
  needs: ['upstream', 'expectation'],
  play: (scene) => {
    const upstream = upstreamOf(scene);
    const above = new Scene(scene.account, upstream, scene.from, scene.ready, scene.settings, scene.all);
    const [cause] = above.slots(1);
    const unseen = above.unseen(cause!);
    const told = unseen.debt.knowableAt + unseen.debt.withinSeconds * 1000;
    // Its first run after the cause was told fails, and the next one after that is well again, as is the cause.
    const [slot, next] = scene.slots(2, told + MINUTE);
    const [after] = above.slots(1, Math.max(unseen.to, next! - REPAIRED_BEFORE - above.interval));
    return {
      conditions: [
        onSchedules(above, { from: unseen.from, to: above.around(after!).from }, { kind: 'none' }, 'disabled'),
        onRuns(scene.first, scene.around(slot!), (plan) => ({ ...plan, outcome: 'failed' })),
      ],
      begins: cause!,
      debts: [{ ...unseen.debt, paidBy: isAbout(scene.account, upstream) }],
      severity: 'warning',
      heals: after!,
      to: above.settledAfter(after!),
      unwanted: (message) => message.at < after! && isAbout(scene.account, scene.pipeline)(message),
    };
  },
};

function upstreamOf({ pipeline, all }: Scene): DrillPipeline {
  const names = pipeline.observed!.profile!.profile.dependsOn;
  return all.find(({ observed }) => observed?.checker === pipeline.observed?.checker && names.includes(observed?.pipeline ?? ''))!;
}
