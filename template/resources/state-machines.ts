import { unique } from '../../core/collections';
import { isObject } from '../../core/json';
import { arnOf, functionArnOf } from '../intrinsics/environment';
import { property, scalarText } from '../intrinsics/json';
import { MAX_TEXT_LENGTH } from '../intrinsics/scope';
import type { Properties } from './properties';
import type { ResourceKind } from './resource-kind';

/** What a drill needs of the definition of a state machine. */
interface StateMachineDefinition {
  readonly timeoutSeconds?: number;
  /** Functions that its tasks call: names or ARNs, each once. */
  readonly functions: readonly string[];
  /** Tasks that call a function which only the execution's data name. */
  readonly dynamicTasks: readonly string[];
  /** Other services that its tasks call, such as `glue:startJobRun.sync`, each once. */
  readonly otherServices: readonly string[];
}

/** A task calls a function by its ARN, or by an integration with the function among its arguments. */
const FUNCTION_ARN = /^arn:[^:]+:lambda:/;
const LAMBDA_INTEGRATION = /^arn:[^:]+:states:[^:]*:[^:]*:(?:aws-sdk:)?lambda:invoke/;

/** Reads a definition in the Amazon States Language, in JSONPath or JSONata. Undefined when it is not one. */
function readDefinition(definition: unknown): StateMachineDefinition | undefined {
  if (!isObject(property(definition, 'States'))) return undefined;
  const timeoutSeconds = property(definition, 'TimeoutSeconds');
  const tasks = statesOf(definition).filter(([, state]) => property(state, 'Type') === 'Task');
  const called = tasks.map(([name, state]) => ({ name, ...calleeOf(state) }));
  return {
    ...(typeof timeoutSeconds === 'number' && timeoutSeconds > 0 ? { timeoutSeconds } : {}),
    functions: unique(called.flatMap(({ function: callee }) => callee ?? [])),
    dynamicTasks: called.filter(({ dynamic }) => dynamic === true).map(({ name }) => name),
    otherServices: unique(called.flatMap(({ service }) => service ?? [])),
  };
}

/** All states, including those of parallel branches and of maps. It is a loop, because definitions may be nested at any depth. */
function statesOf(definition: unknown): [string, unknown][] {
  const found: [string, unknown][] = [];
  const containers: unknown[] = [definition];
  for (let container = containers.pop(); container !== undefined; container = containers.pop()) {
    const states = property(container, 'States');
    for (const [name, state] of isObject(states) ? Object.entries(states) : []) {
      found.push([name, state]);
      const branches = property(state, 'Branches');
      containers.push(...Array.isArray(branches) ? branches as unknown[] : []);
      containers.push(...[property(state, 'Iterator'), property(state, 'ItemProcessor')].filter((inner) => inner !== undefined));
    }
  }
  return found;
}

interface Callee {
  readonly function?: string;
  readonly dynamic?: boolean;
  readonly service?: string;
}

function calleeOf(state: unknown): Callee {
  const resource = scalarText(property(state, 'Resource')) ?? '';
  if (FUNCTION_ARN.test(resource)) return { function: resource };
  if (!LAMBDA_INTEGRATION.test(resource)) return { service: resource.split(':').slice(5).join(':') || resource };
  const name = scalarText(property(property(state, 'Parameters') ?? property(state, 'Arguments'), 'FunctionName'));
  return name === undefined || name.startsWith('{%') ? { dynamic: true } : { function: name };
}

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
      functionArns: unique(definition?.functions.map((text) => functionArnOf(text, environment)) ?? []),
    });
    if (definition === undefined) {
      note('its definition cannot be read here: its timeout and its functions are not known');
      return;
    }
    const { dynamicTasks, otherServices } = definition;
    if (dynamicTasks.length > 0) note(`which functions its tasks ${dynamicTasks.join(', ')} call is known only at run time`);
    if (otherServices.length > 0) note(`its tasks of ${otherServices.join(', ')} are played only as parts of the execution`);
  },
};

/** The definition as an object, with its substitutions made; undefined when it is in S3, is not JSON or grows without limit. */
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

/** Replaces `${name}` with a value; undefined when the result is larger than a template can be. */
function fillIn(text: string, name: string, value: string): string {
  const parts = text.split(`\${${name}}`);
  return text.length + (parts.length - 1) * value.length > MAX_TEXT_LENGTH ? '' : parts.join(value);
}
