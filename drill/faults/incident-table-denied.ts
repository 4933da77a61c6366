import { onNotifierCalls } from './aim';
import type { Fault } from './fault';
import { accessDenied } from './of-the-checker';
import { ofTheNotifier } from './of-the-notifier';

/** The notifier may not use its table any more. */
export const incidentTableDenied: Fault = {
  id: 'incidentTableDenied',
  title: 'The table of incidents cannot be used',
  what: 'The notifier may not read or write its table any more. Then a run fails: it has to be told, by a message of its own, and an alarm has to say that the notifier fails.',
  expects: 'told',
  needs: ['notifier'],
  play: (scene) => ofTheNotifier(scene, {
    condition: (span) => onNotifierCalls(scene, span, ['GetItem', 'Query', 'PutItem', 'UpdateItem'], accessDenied('dynamodb:GetItem')),
    itself: (one, at) => one.notifierFailingAt(at),
    laterSeconds: 60,
  }),
};
