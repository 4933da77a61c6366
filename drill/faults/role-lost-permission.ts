import type { Fault } from './fault';
import { refused } from './refused';

/** The schedule's role may no longer start the target. */
export const roleLostPermission: Fault = {
  id: 'roleLostPermission',
  title: 'Never starts: its role lost the permission',
  what: 'Somebody tidies up policies, and the role of the schedule may no longer start the target.',
  expects: 'told',
  needs: ['schedule', 'expectation'],
  play: (scene) => refused(scene, 'notAllowed'),
};
