import { isObject, property, scalarText } from '../intrinsics/json';

/** What a drill needs to know of the definition of a state machine. */
export interface StateMachineDefinition {
  readonly timeoutSeconds?: number;
  /** Functions its tasks call: names or ARNs, each once. */
  readonly functions: readonly string[];
  /** Tasks that call a function which only the execution's data name. */
  readonly dynamicTasks: readonly string[];
  /** Other services its tasks call, such as `glue:startJobRun.sync`, each once. */
  readonly otherServices: readonly string[];
}

/** A task calls a function by its ARN, or by an integration with the function among its arguments. */
const FUNCTION_ARN = /^arn:[^:]+:lambda:/;
const LAMBDA_INTEGRATION = /^arn:[^:]+:states:[^:]*:[^:]*:(?:aws-sdk:)?lambda:invoke/;

/** Reads a definition in the Amazon States Language, in JSONPath or JSONata. Undefined when it is none. */
export function readDefinition(definition: unknown): StateMachineDefinition | undefined {
  if (!isObject(property(definition, 'States'))) return undefined;
  const timeoutSeconds = property(definition, 'TimeoutSeconds');
  const tasks = statesOf(definition).filter(([, state]) => property(state, 'Type') === 'Task');
  const called = tasks.map(([name, state]) => ({ name, ...calleeOf(state) }));
  return {
    ...(typeof timeoutSeconds === 'number' && timeoutSeconds > 0 ? { timeoutSeconds } : {}),
    functions: [...new Set(called.flatMap(({ function: callee }) => callee ?? []))],
    dynamicTasks: called.filter(({ dynamic }) => dynamic === true).map(({ name }) => name),
    otherServices: [...new Set(called.flatMap(({ service }) => service ?? []))],
  };
}

/** All states, those of parallel branches and of maps too. A loop, since definitions may be nested at will. */
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
