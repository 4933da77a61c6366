import { functionArnOf } from '../function-arn';
import { MAX_TEXT_LENGTH } from '../intrinsics/cloud';
import { arnOf } from '../intrinsics/environment';
import type { Properties } from './properties';
import type { ResourceKind } from './resource-kind';
import { readDefinition } from './state-machine-definition';

/** AWS::StepFunctions::StateMachine */
export const STATE_MACHINE: ResourceKind = {
  identity: {
    nameProperty: 'StateMachineName',
    ref: ({ environment, name }) => arnOf(environment, 'states', `stateMachine:${name}`),
    arn: ({ environment, name }) => arnOf(environment, 'states', `stateMachine:${name}`),
    attributes: { Name: ({ name }) => name },
  },
  read: ({ origin, name, arn, environment, properties, note }, draft) => {
    const definition = readDefinition(definitionOf(properties));
    draft.stateMachines.push({
      ...origin, name, arn,
      type: properties.optional('StateMachineType', (at) => properties.oneOf(at, ['STANDARD', 'EXPRESS'])) ?? 'STANDARD',
      timeoutSeconds: definition?.timeoutSeconds,
      functionArns: [...new Set(definition?.functions.map((text) => functionArnOf(text, environment)))],
    });
    if (definition === undefined) {
      note('its definition cannot be read here: its timeout and its functions are not known');
      return;
    }
    const { dynamicTasks, otherServices } = definition;
    if (dynamicTasks.length > 0) note(`which functions its tasks ${dynamicTasks.join(', ')} call is known at run time only`);
    if (otherServices.length > 0) note(`its tasks of ${otherServices.join(', ')} are played only as parts of the execution`);
  },
};

/** The definition as an object, its substitutions made; undefined when it lies in S3, is no JSON or grows without bounds. */
function definitionOf(properties: Properties): unknown {
  const text = properties.optional('DefinitionString', (at) => properties.text(at)) ?? JSON.stringify(properties.value('Definition'));
  const substitutions = properties.optional('DefinitionSubstitutions', (at) => properties.texts(at)) ?? {};
  const filledIn = Object.entries(substitutions).reduce((filled, [name, value]) => fillIn(filled, name, value), text ?? '');
  try {
    return JSON.parse(filledIn);
  } catch {
    return undefined;
  }
}

/** Puts a value in place of `${name}`; nothing at all when that gives more than a template can hold. */
function fillIn(text: string, name: string, value: string): string {
  const parts = text.split(`\${${name}}`);
  return text.length + (parts.length - 1) * value.length > MAX_TEXT_LENGTH ? '' : parts.join(value);
}
