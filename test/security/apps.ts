import { Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { ExampleStack } from '../../bin/example-stack';
import { Contact, Observatory, PipelineStage, RunExpectation } from '../../lib';
import { Json, newApp, newFunction, newMachine, newPipeline } from '../lib/fixtures';

/** The template of the example app. */
export function exampleTemplate(): Json {
  const app = newApp();
  return templateOf(app, new ExampleStack(app, 'ObservedExample', { email: 'data@example.com', phone: '+15550100' }));
}

/** The template of an app that uses every feature of the observatory. */
export function fullTemplate(): Json {
  const app = newApp();
  const stack = new Stack(app, 'ObservedExample');
  const theirKey = (id: string): Key => new Key(stack, `Their${id}Key`);
  const observatory = new Observatory(stack, 'Observatory', {
    contacts: [Contact.email('data@example.com'), Contact.topic(new Topic(stack, 'TheirChat', { masterKey: theirKey('Chat') }))],
    encryptionKey: theirKey('Own'), escalationDelay: Duration.hours(4), escalationContacts: [Contact.email('lead@example.com')],
  });
  const target = newFunction(stack, 'TheirTarget');
  const dead = (id: string): Queue => new Queue(stack, `Their${id}Dead`);
  newPipeline(stack, {
    observatory,
    contacts: [
      Contact.topic(new Topic(stack, 'TheirPager', { masterKey: theirKey('Pager') })),
      Contact.topic(new Topic(stack, 'TheirShared', { masterKey: Alias.fromAliasName(stack, 'TheirAlias', 'alias/shared') })),
    ],
    stages: [PipelineStage.stateMachine(newMachine(stack, 'TheirMachine')), PipelineStage.lambdaFunction(newFunction(stack, 'TheirFunction'))],
    expectation: RunExpectation.fromSchedule(new Schedule(stack, 'TheirSchedule', {
      schedule: ScheduleExpression.cron({ minute: '0', hour: '2' }), target: new LambdaInvoke(target, { deadLetterQueue: dead('Schedule') }),
    })),
  });
  newPipeline(stack, {
    observatory,
    stages: [PipelineStage.lambdaFunction(newFunction(stack, 'TheirOther'))],
    expectation: RunExpectation.fromRule(new Rule(stack, 'TheirRule', { schedule: RuleSchedule.rate(Duration.days(1)), targets: [new SqsQueue(new Queue(stack, 'TheirQueue'), { deadLetterQueue: dead('Rule') })] })),
  }, 'Other');
  return templateOf(app, stack);
}

function templateOf(app: App, stack: Stack): Json {
  return app.synth().getStackByName(stack.stackName).template;
}
