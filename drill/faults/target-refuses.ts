import type { Fault } from './fault';
import { refused } from './refused';

/** The target answers every invocation with an error. */
export const targetRefuses: Fault = {
  id: 'targetRefuses',
  title: 'Never starts: its target refuses',
  what: 'The schedule fires, but its target answers with an error: it was renamed, or takes another input now.',
  expects: 'told',
  needs: ['schedule', 'expectation'],
  play: (scene) => refused(scene, 'targetError'),
};
