import type { Fault } from './fault';

/** The first attempt to start a run fails, and its retry does not. */
export const targetRefusesOnce: Fault = {
  id: 'targetRefusesOnce',
  title: 'Its target refuses once, then takes it',
  what: 'The target answers the first attempt of the schedule with an error. The schedule tries again some seconds later, and the run takes place in time.',
  expects: 'silence',
  needs: ['schedule', 'retriedTrigger'],
  play: (scene) => {
    const [slot, next] = scene.slots(2);
    const { from, to } = scene.around(slot!);
    return {
      conditions: [{
        from, to, sparesWatchers: true,
        firing: (schedule, served, attempt) => (scene.starts(schedule) && served === slot && attempt === 0 ? { kind: 'refused', why: 'targetError' } : undefined),
      }],
      begins: slot!,
      debts: [],
      to: scene.settledAfter(next!),
    };
  },
};
