import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import {
  DeleteFunctionCommand, GetFunctionConfigurationCommand, UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import type { ReceivedMessage } from '../inbox';
import { alarmName } from '../metrics';
import { OUTPUTS, PIPELINES } from '../names';
import { same } from '../same';
import type { Trial } from '../trial';
import { requireSaid } from './incidents';

/** Whatever becomes of the notifier, an alarm reaches people. */
export async function checkBrokenNotifier(trial: Trial): Promise<void> {
  const { checks, account, outputs, inbox } = trial;
  const FunctionName = outputs[OUTPUTS.receiver];
  const name = await alarmName(trial, `${PIPELINES.tended}/TendedFunctionNearTimeout`);
  const { Environment: environment } = await account.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const setVariables = async (more: Readonly<Record<string, string | undefined>>): Promise<void> => {
    const variables = Object.entries({ ...environment?.Variables, ...more }).filter((entry): entry is [string, string] => entry[1] !== undefined);
    await account.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables: Object.fromEntries(variables) } }));
  };
  /** Raises the alarm anew, and waits for the message that somebody gets of it. */
  const raise = async (what: string, is: (message: ReceivedMessage) => boolean): Promise<ReceivedMessage> => {
    const setState = (state: string) => account.cloudWatch.send(new SetAlarmStateCommand({ AlarmName: name, StateValue: state as 'ALARM', StateReason: what }));
    await setState('INSUFFICIENT_DATA');
    await setState('ALARM');
    return inbox.one(`that ${name} is raised ${what}`, (message) => message.text.includes(what) && is(message));
  };

  await checks.check('when the table is gone, an alarm is explained by a message of its own, which says that it could not be grouped', async () => {
    await setVariables({ TABLE_NAME: 'Gone' });
    const message = await raise('while the table is gone', ({ subject }) => subject.startsWith(`WARNING: ${PIPELINES.tended} nearly timed out`));
    same(message.topicArn, outputs[OUTPUTS.warningTopic]);
    requireSaid(message, ['the table of incidents cannot be used (AccessDeniedException: ', 'so each alarm is a message of its own']);
  });
  await checks.check('when the notifier fails, Lambda sends the alarm as it is to the critical topic, with what went wrong', async () => {
    await setVariables({ TABLE_NAME: undefined });
    const message = await raise('while the notifier fails', ({ topicArn }) => topicArn === outputs[OUTPUTS.criticalTopic]);
    requireSaid(message, [name, 'environment variable TABLE_NAME is missing', '"RetriesExhausted"']);
  });
  await checks.check('when the notifier is deleted, the alarm goes through the dead-letter queue and the pipe to the critical topic', async () => {
    await account.lambda.send(new DeleteFunctionCommand({ FunctionName }));
    const message = await raise('while there is no notifier', ({ topicArn }) => topicArn === outputs[OUTPUTS.criticalTopic]);
    requireSaid(message, [name, 'The notifier of the observatory did not take this alarm']);
  });
}
