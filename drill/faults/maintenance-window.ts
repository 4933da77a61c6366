import { Instant, MINUTE } from '../../core/time';
import type { Condition } from '../world/conditions';
import { onSchedules } from './aim';
import type { Fault } from './fault';
import { ownAlarms } from './own-topics';
import type { Scene, Span } from './scene';

/** The window lasts so long after what breaks in it would have been told. */
const LASTS = 10 * MINUTE;
/** A minute later at the latest CloudWatch takes the actions that the window held back. */
const TOLD_WITHIN_SECONDS = 3 * 60;

/** Somebody works on it, and leaves it broken. */
export const maintenanceWindow: Fault = {
  id: 'maintenanceWindow',
  title: 'It breaks in a maintenance window and stays broken',
  what: 'A window mutes the pipeline\'s alarms, and a run does not come in it. Nobody may be told while it lasts; what is still broken when it ends has to be told then.',
  expects: 'told',
  needs: ['notifier', 'expectation'],
  play: (scene) => {
    const [slot] = scene.slots(1);
    const { from, debt } = scene.unseen(slot!);
    const to = minuteAfter(debt.knowableAt + debt.withinSeconds * 1000 + LASTS);
    // It goes on after the window, so that it really is still broken then.
    const [after] = scene.slots(1, to + LASTS);
    return {
      conditions: [muted(scene, { from: minuteAfter(from - LASTS), to }), onSchedules(scene, { from, to: scene.around(after!).from }, { kind: 'none' }, 'disabled')],
      begins: to,
      debts: [{ knowableAt: to, withinSeconds: TOLD_WITHIN_SECONDS }],
      heals: after!,
      to: scene.settledAfter(after!),
    };
  },
};

/** The window, as CloudWatch has it and as the notifier is told of it. */
function muted({ account, pipeline }: Scene, { from, to }: Span): Condition {
  const alarms = new Set(ownAlarms(account, pipeline).map(({ name }) => name));
  const profile = pipeline.observed?.profile?.parameter;
  const window = { expression: `at(${new Date(from).toISOString().slice(0, 16)})`, duration: `PT${(to - from) / MINUTE}M`, timeZone: 'UTC' };
  return {
    from, to, sparesWatchers: true,
    mutes: (name) => alarms.has(name),
    contract: (parameter) => (parameter === profile ? { text: JSON.stringify({ ...JSON.parse(parameter.value) as object, muteDuring: [window] }) } : undefined),
  };
}

function minuteAfter(instant: Instant): Instant {
  return Math.ceil(instant / MINUTE) * MINUTE;
}
