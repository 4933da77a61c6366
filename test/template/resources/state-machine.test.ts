import type { Account } from '../../../template/model';
import { notes, read, resource } from '../templates';

const WORK = 'arn:aws:lambda:us-east-1:111122223333:function:work';

function machine(definition: unknown, properties: object = {}): Account {
  return read({ Machine: resource('AWS::StepFunctions::StateMachine', { DefinitionString: JSON.stringify(definition), ...properties }) });
}

function tasks(...states: readonly object[]): object {
  return { States: Object.fromEntries(states.map((state, index) => [`S${index}`, { Type: 'Task', ...state }])) };
}

describe('state machines', () => {
  test('name, type, timeout and functions come from the resource and its definition', () => {
    const account = machine({ TimeoutSeconds: 5400, ...tasks({ Resource: WORK }) }, { StateMachineName: 'load' });
    expect(account.stateMachines).toEqual([{
      stack: 'Jobs', logicalId: 'Machine', name: 'load', arn: 'arn:aws:states:us-east-1:111122223333:stateMachine:load',
      type: 'STANDARD', timeoutSeconds: 5400, functionArns: [WORK],
    }]);
  });

  test('an express machine is marked as such, and one without a timeout has none', () => {
    expect(machine(tasks(), { StateMachineType: 'EXPRESS' }).stateMachines).toMatchObject([{ type: 'EXPRESS', timeoutSeconds: undefined }]);
  });

  test.each([
    ['by the function\'s ARN', { Resource: WORK }],
    ['by the ARN of a version', { Resource: `${WORK}:7` }],
    ['by the optimized integration', { Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: `${WORK}:live` } }],
    ['with a task token', { Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken', Parameters: { FunctionName: 'work' } }],
    ['by the SDK integration', { Resource: 'arn:aws:states:::aws-sdk:lambda:invoke', Parameters: { FunctionName: 'work' } }],
    ['in JSONata', { Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: WORK } }],
  ])('a task calls a function %s', (_form, state) => {
    expect(machine(tasks(state)).stateMachines[0]?.functionArns).toEqual([WORK]);
  });

  test('tasks are found in branches and maps, each function once', () => {
    const inner = tasks({ Resource: WORK });
    const account = machine({
      States: {
        Both: { Type: 'Parallel', Branches: [inner, { States: { Each: { Type: 'Map', ItemProcessor: tasks({ Resource: `${WORK}2` }) } } }] },
        Old: { Type: 'Map', Iterator: tasks({ Resource: `${WORK}3` }) },
      },
    });
    expect(account.stateMachines[0]?.functionArns.toSorted()).toEqual([WORK, `${WORK}2`, `${WORK}3`]);
  });

  test('a definition may be an object, and have substitutions', () => {
    const account = read({
      Work: resource('AWS::Lambda::Function', { FunctionName: 'work' }),
      Machine: resource('AWS::StepFunctions::StateMachine', {
        Definition: tasks({ Resource: '${Function}' }), DefinitionSubstitutions: { Function: { 'Fn::GetAtt': ['Work', 'Arn'] } },
      }),
    });
    expect(account.stateMachines[0]?.functionArns).toEqual([WORK]);
  });

  test('tasks that are known only at run time, and other services, are noted', () => {
    const account = machine(tasks(
      { Resource: 'arn:aws:states:::lambda:invoke', Parameters: { 'FunctionName.$': '$.name' } },
      { Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: '{% $name %}' } },
      { Resource: 'arn:aws:states:::glue:startJobRun.sync' },
    ));
    expect(notes(account)).toEqual([
      'which functions its tasks S0, S1 call is known only at run time',
      'its tasks of glue:startJobRun.sync are played only as parts of the execution',
    ]);
  });

  test.each<[string, object]>([
    ['is no JSON', { DefinitionString: '{' }],
    ['is no definition', { DefinitionString: '[]' }],
    ['grows without bounds', { DefinitionString: '${a}'.repeat(2_000), DefinitionSubstitutions: { a: 'x'.repeat(2_000) } }],
    ['lies in S3', { DefinitionS3Location: { Bucket: 'b', Key: 'k' } }],
  ])('a machine whose definition %s exists all the same', (_reason, properties) => {
    const account = read({ Machine: resource('AWS::StepFunctions::StateMachine', properties) });
    expect(account.stateMachines).toMatchObject([{ name: 'Jobs-Machine', functionArns: [] }]);
    expect(notes(account)).toEqual(['its definition cannot be read here: its timeout and its functions are not known']);
  });
});
