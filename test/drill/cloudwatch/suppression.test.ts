import fc from 'fast-check';
import type { AlarmState } from '../../../core/alarm-configuration';
import {
  initialSuppression, stepSuppression, type SuppressionAction, type SuppressionEvent, type SuppressionState,
} from '../../../drill/cloudwatch/composite-evaluation';

/** One time unit of the guide's examples, in which the wait lasts 2 units and the extension 3 units. */
const UNIT = 1000;
const SETTINGS = { waitPeriodSeconds: 2, extensionPeriodSeconds: 3 };

type Scene = readonly [t: number, event: SuppressionEvent];

const composite = (to: AlarmState): SuppressionEvent => ({ kind: 'composite', to });
const suppressor = (to: AlarmState): SuppressionEvent => ({ kind: 'suppressor', to });
const time: SuppressionEvent = { kind: 'time' };

interface Played {
  readonly actions: readonly [AlarmState, number][];
  readonly states: readonly SuppressionState[];
}

function play(scenes: readonly Scene[], from: SuppressionState = initialSuppression(SETTINGS, 'OK', 'OK')): Played {
  const actions: SuppressionAction[] = [];
  const states: SuppressionState[] = [];
  let state = from;
  for (const [t, event] of scenes) {
    const step = stepSuppression(state, event, t * UNIT);
    state = step.state;
    states.push(state);
    actions.push(...step.actions);
  }
  return { actions: actions.map(({ alarmState, at }) => [alarmState, at / UNIT]), states };
}

/** What CloudWatch would show as `actionsSuppressedBy` after each event. */
function suppressions(scenes: readonly Scene[]): ('WaitPeriod' | 'ExtensionPeriod' | 'Alarm' | undefined)[] {
  return play(scenes).states.map(({ suppressor: suppressing, period }) => (suppressing === 'ALARM' ? 'Alarm' : period?.kind));
}

describe('the examples of the CloudWatch guide with a wait of 2 and an extension of 3 units', () => {
  it('1: takes actions when the wait runs out and the suppressor is still OK', () => {
    const scenes: Scene[] = [[2, composite('ALARM')], [3, time], [4, time]];
    expect(suppressions(scenes)).toEqual(['WaitPeriod', 'WaitPeriod', undefined]);
    expect(play(scenes).actions).toEqual([['ALARM', 4]]);
  });

  it('2: takes no action when the suppressor goes to ALARM during the wait', () => {
    const scenes: Scene[] = [[2, composite('ALARM')], [3, suppressor('ALARM')], [4, time], [100, time]];
    expect(suppressions(scenes)).toEqual(['WaitPeriod', 'Alarm', 'Alarm', 'Alarm']);
    expect(play(scenes).states.map(({ period }) => period?.kind)).toEqual(['WaitPeriod', undefined, undefined, undefined]);
    expect(play(scenes).actions).toEqual([]);
  });

  it('3: waits again when the composite changes back during the wait, and then acts for its state', () => {
    const scenes: Scene[] = [[2, composite('ALARM')], [3, composite('OK')], [4, time], [5, time]];
    expect(suppressions(scenes)).toEqual(['WaitPeriod', 'WaitPeriod', 'WaitPeriod', undefined]);
    expect(play(scenes).actions).toEqual([['OK', 5]]);
  });

  it('4: takes no action when the suppressor is already in ALARM', () => {
    const scenes: Scene[] = [[1, suppressor('ALARM')], [2, composite('ALARM')], [100, time]];
    expect(suppressions(scenes)).toEqual(['Alarm', 'Alarm', 'Alarm']);
    expect(play(scenes).actions).toEqual([]);
  });

  it('5: takes actions when the extension runs out after the suppressor left ALARM', () => {
    const scenes: Scene[] = [[2, composite('ALARM')], [3, suppressor('ALARM')], [6, suppressor('OK')], [8, time], [9, time]];
    expect(suppressions(scenes)).toEqual(['WaitPeriod', 'Alarm', 'ExtensionPeriod', 'ExtensionPeriod', undefined]);
    expect(play(scenes).actions).toEqual([['ALARM', 9]]);
  });

  it('6: waits again when the composite changes during the extension', () => {
    const scenes: Scene[] = [
      [2, composite('ALARM')],
      [3, suppressor('ALARM')],
      [6, suppressor('OK')],
      [7, composite('OK')],
      [8, time],
      [9, time],
    ];
    expect(suppressions(scenes)).toEqual(['WaitPeriod', 'Alarm', 'ExtensionPeriod', 'WaitPeriod', 'WaitPeriod', undefined]);
    expect(play(scenes).actions).toEqual([['OK', 9]]);
  });
});

describe('suppression beyond the examples', () => {
  it('dates an action to the end of its period even when nothing was evaluated then', () => {
    expect(play([[2, composite('ALARM')], [50, time]]).actions).toEqual([['ALARM', 4]]);
  });

  it('ends a period before a later event counts', () => {
    expect(play([[2, composite('ALARM')], [4, suppressor('ALARM')]]).actions).toEqual([['ALARM', 4]]);
  });

  it('acts at once without a wait period', () => {
    const eager = initialSuppression({ waitPeriodSeconds: 0, extensionPeriodSeconds: 0 }, 'OK', 'OK');
    expect(play([[2, composite('ALARM')]], eager).actions).toEqual([['ALARM', 2]]);
    expect(play([[1, suppressor('ALARM')], [2, composite('ALARM')], [5, suppressor('OK')]], eager).actions).toEqual([['ALARM', 5]]);
  });

  it('takes no action when the suppressor went to ALARM and back without a change of the composite', () => {
    const scenes: Scene[] = [[2, suppressor('ALARM')], [6, suppressor('OK')], [20, time]];
    expect(suppressions(scenes)).toEqual(['Alarm', 'ExtensionPeriod', undefined]);
    expect(play(scenes).actions).toEqual([]);
  });

  it('discards the extension when the suppressor returns to ALARM', () => {
    const scenes: Scene[] = [[1, suppressor('ALARM')], [2, composite('ALARM')], [6, suppressor('OK')], [7, suppressor('ALARM')], [50, time]];
    expect(suppressions(scenes).at(-1)).toBe('Alarm');
    expect(play(scenes).actions).toEqual([]);
  });

  it('counts a suppressor that leaves ALARM for INSUFFICIENT_DATA as one that left', () => {
    const scenes: Scene[] = [[1, suppressor('ALARM')], [2, composite('ALARM')], [6, suppressor('INSUFFICIENT_DATA')], [7, suppressor('OK')], [9, time]];
    expect(play(scenes).actions).toEqual([['ALARM', 9]]);
  });

  it('discards a running wait when the suppressor is replaced', () => {
    const replaced = (state: AlarmState): Scene[] => [[2, composite('ALARM')], [3, { kind: 'suppressorReplaced', state }], [50, time]];
    expect(play(replaced('OK')).actions).toEqual([['ALARM', 3]]);
    expect(play(replaced('ALARM')).actions).toEqual([]);
  });

  it('ignores events that change nothing', () => {
    const scenes: Scene[] = [[2, composite('ALARM')], [3, composite('ALARM')], [3, suppressor('OK')], [4, time], [5, composite('ALARM')], [50, time]];
    expect(play(scenes).actions).toEqual([['ALARM', 4]]);
  });

  it('never acts while the suppressor is in ALARM, and at most once per change of the composite', () => {
    const states = fc.constantFrom<AlarmState>('OK', 'ALARM');
    const events = fc.oneof(states.map(composite), states.map(suppressor), fc.constant(time));
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), events), { maxLength: 20 }), (drawn) => {
        let t = 0;
        let changes = 0;
        let acted = 0;
        let state = initialSuppression(SETTINGS, 'OK', 'OK');
        for (const [wait, event] of drawn) {
          t += wait;
          if (event.kind === 'composite' && event.to !== state.composite) changes += 1;
          const wasSuppressed = state.suppressor === 'ALARM';
          const step = stepSuppression(state, event, t * UNIT);
          if (wasSuppressed && step.state.suppressor === 'ALARM') expect(step.actions).toEqual([]);
          step.actions.forEach(({ at }) => expect(at).toBeLessThanOrEqual(t * UNIT));
          acted += step.actions.length;
          state = step.state;
        }
        expect(acted).toBeLessThanOrEqual(changes);
      }),
    );
  });
});
