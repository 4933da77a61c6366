import { Rule } from 'aws-cdk-lib/aws-events';
import { SfnStateMachine } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import { Bucket, EventType } from 'aws-cdk-lib/aws-s3';
import { LambdaDestination } from 'aws-cdk-lib/aws-s3-notifications';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Duration, Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../../../lib';

const functionIn = (stack: Stack, id: string): Function => new Function(stack, id, {
  runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {}'), timeout: Duration.minutes(2),
});

const machineIn = (stack: Stack, id: string): StateMachine => new StateMachine(stack, id, {
  definitionBody: DefinitionBody.fromChainable(new Pass(stack, `${id}Step`)), timeout: Duration.minutes(30),
});

const observatoryIn = (stack: Stack): Observatory => new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com'), Contact.sms('+15550100')] });

/** A bucket that starts a function for each new object. */
export function importOfFiles(): Stack {
  const stack = new Stack(new App(), 'Files');
  const load = functionIn(stack, 'Load');
  new Bucket(stack, 'Landing').addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(load));
  new ObservedPipeline(stack, 'FileImport', {
    stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.atLeastEvery(Duration.hours(6)), observatory: observatoryIn(stack),
  });
  return stack;
}

/** A queue whose messages a function receives. */
export function workerOfQueue(): Stack {
  const stack = new Stack(new App(), 'Worker');
  const work = functionIn(stack, 'Work');
  work.addEventSource(new SqsEventSource(new Queue(stack, 'Jobs', { visibilityTimeout: Duration.minutes(12) })));
  new ObservedPipeline(stack, 'QueueWorker', {
    stages: [PipelineStage.lambdaFunction(work)], expectation: RunExpectation.atLeastEvery(Duration.minutes(30)), observatory: observatoryIn(stack),
  });
  return stack;
}

/** A state machine that an event starts. */
export function ordersByEvent(): Stack {
  const stack = new Stack(new App(), 'Orders');
  const load = machineIn(stack, 'Load');
  new Rule(stack, 'Exported', { eventPattern: { source: ['shop'], detailType: ['OrdersExported'] }, targets: [new SfnStateMachine(load)] });
  new ObservedPipeline(stack, 'OrdersByEvent', {
    stages: [PipelineStage.stateMachine(load)], expectation: RunExpectation.atLeastEvery(Duration.hours(26)), observatory: observatoryIn(stack),
  });
  return stack;
}

/** A state machine that a pipe starts for the messages of a queue. */
export function ordersByPipe(): Stack {
  const stack = new Stack(new App(), 'Pipes');
  const load = machineIn(stack, 'Load');
  const role = new Role(stack, 'PipeRole', { assumedBy: new ServicePrincipal('pipes.amazonaws.com') });
  new CfnPipe(stack, 'Pipe', { source: new Queue(stack, 'Orders').queueArn, target: load.stateMachineArn, roleArn: role.roleArn });
  new ObservedPipeline(stack, 'OrdersByPipe', {
    stages: [PipelineStage.stateMachine(load)], expectation: RunExpectation.atLeastEvery(Duration.hours(2)), observatory: observatoryIn(stack),
  });
  return stack;
}

/** A function for which nobody can say when it runs. */
export function importOnDemand(): Stack {
  const stack = new Stack(new App(), 'OnDemand');
  const load = functionIn(stack, 'Load');
  new Bucket(stack, 'Landing').addEventNotification(EventType.OBJECT_CREATED, new LambdaDestination(load));
  new ObservedPipeline(stack, 'PartnerImport', {
    stages: [PipelineStage.lambdaFunction(load)], expectation: RunExpectation.unscheduled('partners send files when they like'), observatory: observatoryIn(stack),
  });
  return stack;
}
