import type { Observatory } from '../observatory';
import { hearersOf } from '../observatory/hearers';
import { Severity } from '../severity';
import type { Check } from './check';

/** The commonest real failure of alarms: they are raised, and nobody is told. */
export const unheardTopic: Check<Observatory> = {
  id: 'unheardTopic',
  level: 'warning',
  find: (observatory) => [Severity.CRITICAL, Severity.WARNING].flatMap((severity) => {
    const alarms = observatory._wiring.onlyOnTopicOf(severity);
    if (alarms.length === 0 || observatory._subscribers.hear(severity) || hearersOf(observatory._topic(severity), observatory.node.root).length > 0) return [];
    return [`nobody is subscribed to the ${severity} topic, so what ${alarms.length} alarms say reaches nobody (the first is ${alarms[0].node.path}); `
      + 'pass notify: [Notify.email(\'you@example.com\')] to the observatory or a pipeline, or acknowledge this if you subscribe elsewhere'];
  }),
};
