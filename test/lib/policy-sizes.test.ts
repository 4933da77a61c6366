import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import fc from 'fast-check';
import { Contact, Observatory, PipelineStage, RunExpectation } from '../../lib';
import { newApp, newFunction, newMachine, newObservatory, newPipeline, newStack, synthErrors } from './fixtures';
import { LongestDeployment } from './longest-deployment';

const LARGEST_PARAMETER = 4096;
const QUOTA = { inline: 10_240, managed: 6_144, attached: 10 } as const;

/** The limits that the policies exceed when all names are as long as possible. */
function expectWithinQuotas(stacks: readonly Stack[]): void {
  for (const { inline, managed } of new LongestDeployment(stacks).policies()) {
    expect(inline).toBeLessThanOrEqual(QUOTA.inline);
    expect(Math.max(0, ...managed)).toBeLessThanOrEqual(QUOTA.managed);
    expect(managed.length).toBeLessThanOrEqual(QUOTA.attached);
  }
}

/** A kind of pipeline, by the permissions that the roles need for it. */
type Kind = 'scheduledFunction' | 'machine' | 'loggedFunction' | 'toldFunction';

function pipeline(stack: Stack, observatory: Observatory, kind: Kind, name: string): void {
  const own = { observatory, pipelineName: name };
  const fn = (): ReturnType<typeof newFunction> => newFunction(stack, `F${name}`);
  switch (kind) {
    case 'machine':
      newPipeline(stack, { ...own, stages: [PipelineStage.stateMachine(newMachine(stack, `M${name}`), { scheduledTimeField: 'time' })] }, name);
      return;
    case 'scheduledFunction': {
      const target = fn();
      const schedule = new Schedule(stack, `S${name}`, {
        schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), scheduleGroup: new ScheduleGroup(stack, `G${name}`),
        target: new LambdaInvoke(target, { deadLetterQueue: new Queue(stack, `Q${name}`) }),
      });
      newPipeline(stack, { ...own, stages: [PipelineStage.lambdaFunction(target)], expectation: RunExpectation.fromSchedule(schedule) }, name);
      return;
    }
    case 'loggedFunction':
      newPipeline(stack, { ...own, stages: [PipelineStage.lambdaFunction(newFunction(stack, `F${name}`, { logGroup: new LogGroup(stack, `L${name}`) }))] }, name);
      return;
    case 'toldFunction':
      newPipeline(stack, {
        ...own, stages: [PipelineStage.lambdaFunction(fn())], contacts: [Contact.topic(new Topic(stack, `T${name}`, { masterKey: new Key(stack, `K${name}`) }))],
      }, name);
  }
}

test('two stacks of 28 functions, each with a schedule in its own group, fit with any names', () => {
  const app = newApp();
  const stacks = ['A', 'B'].map((id) => new Stack(app, id));
  const observatory = newObservatory(stacks[0]!);
  for (const stack of stacks) {
    for (let index = 0; index < 28; index += 1) pipeline(stack, observatory, 'scheduledFunction', `${stack.node.id}${index}`);
  }

  expectWithinQuotas(stacks);
});

test('no policy of a role exceeds its quota, however many pipelines there are and however long their names are', () => {
  const stacks = fc.array(fc.record({
    name: fc.integer({ min: 1, max: 60 }),
    pipelines: fc.array(fc.constantFrom<Kind>('scheduledFunction', 'machine', 'loggedFunction', 'toldFunction'), { maxLength: 20 }),
  }), { minLength: 1, maxLength: 3 });

  fc.assert(fc.property(stacks, fc.integer({ min: 0, max: 3 }), fc.boolean(), (plan, topics, encrypted) => {
    const app = newApp();
    const made = plan.map(({ name }, index) => new Stack(app, `${'S'.repeat(name)}${index}`));
    const [first] = made;
    const observatory = newObservatory(first!, 'Observatory', {
      contacts: Array.from({ length: topics }, (_, index) => Contact.topic(new Topic(first!, `T${index}`, { masterKey: encrypted ? new Key(first!, `K${index}`) : undefined }))),
      encryptionKey: encrypted ? new Key(first!, 'Key') : undefined,
    });
    plan.forEach(({ pipelines }, stack) => pipelines.forEach((kind, index) => { pipeline(made[stack]!, observatory, kind, `p${stack}x${index}`); }));

    const refusal = synthErrors(first!);
    if (refusal !== '') expect(refusal).toContain('has no room for more permissions');
    else expectWithinQuotas(made);
  }), { numRuns: 10 });
});

test('the roles of checker and notifier have room for their own permissions', () => {
  const stack = newStack();
  newObservatory(stack, 'Observatory', {
    encryptionKey: new Key(stack, 'Key'), escalationDelay: Duration.hours(1), escalationContacts: [Contact.email('data@example.com')],
  });

  expect(Math.max(...new LongestDeployment([stack]).policies().map(({ inline }) => inline))).toBeLessThanOrEqual(3_200);
});

test('a contract that could exceed a parameter with the longest names is an error', () => {
  const withStages = (stages: number): Stack => {
    const stack = newStack();
    newPipeline(stack, { stages: Array.from({ length: stages }, (_, index) => PipelineStage.stateMachine(newMachine(stack, `M${index}`))) });
    return stack;
  };
  const [fits, tooLarge] = [withStages(10), withStages(11)];

  expect(Math.max(...new LongestDeployment([fits]).all('AWS::SSM::Parameter').map(({ Value: value }) => Buffer.byteLength(value)))).toBeLessThanOrEqual(LARGEST_PARAMETER);
  expect(synthErrors(tooLarge)).toMatch(/the contract may take 4315 bytes, but an SSM parameter holds 4096; split the pipeline, which has 11 stages$/);
});

test('an environment that is too large because of topics with long names is an error', () => {
  const refusal = (length: number): string => {
    const stack = newStack({ stackName: 'S'.repeat(120) });
    const observatory = newObservatory(stack, 'Observatory', { contacts: ['a', 'b', 'c'].map((name) => Contact.topic(new Topic(stack, name, { topicName: name.repeat(length) }))) });
    newPipeline(stack, { observatory });
    return synthErrors(stack);
  };

  expect(refusal(80)).toBe('');
  expect(refusal(250)).toMatch(/the environment of S\/Observatory\/Notifier\/Receiver\/Resource may take \d+ bytes, but Lambda allows 4096; name fewer topics with Contact.topic, or give them shorter names$/);
});
