import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import type { Alarm, CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Code, Function as LambdaFunction, FunctionProps, Runtime } from 'aws-cdk-lib/aws-lambda';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { DefinitionBody, Pass, StateMachine, StateMachineProps } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Duration, Stack, StackProps } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Contract } from '../../core/contract/contract';
import { Profile } from '../../core/contract/profile';
import { readContract } from '../../core/contract/read-contract';
import { readProfile } from '../../core/contract/read-profile';
import { readDescription, SignalMark } from '../../core/signals';
import {
  AlarmRouting, AtTimesOptions, Contact, Observatory, ObservatoryProps, ObservedPipeline, ObservedPipelineProps, PipelineStage, RunExpectation,
} from '../../lib';

/** Any JSON of a template, as tests read it. */
export type Json = any;

/** A stack in its own app, with strong references between stacks, so that CDK does not warn about the default. */
export function newStack(props: StackProps = {}, app = newApp()): Stack {
  return new Stack(app, 'S', props);
}

/** An app without copies of assets, stack traces and the tree of constructs, which take time and which no test reads. */
export function newApp(context: Record<string, unknown> = {}): App {
  return new App({
    analyticsReporting: false,
    treeMetadata: false,
    context: {
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
      'aws:cdk:disable-asset-staging': true,
      'aws:cdk:disable-creation-stack-traces': true,
      'aws:cdk:disable-stack-trace': true,
      ...context,
    },
  });
}

export function newFunction(scope: Construct, id = 'Load', props: Partial<FunctionProps> = {}): LambdaFunction {
  return new LambdaFunction(scope, id, {
    runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => {};'), timeout: Duration.minutes(10), ...props,
  });
}

export function newMachine(scope: Construct, id = 'Machine', props: Partial<StateMachineProps> = {}): StateMachine {
  return new StateMachine(scope, id, { definitionBody: DefinitionBody.fromChainable(new Pass(scope, `${id}Pass`)), timeout: Duration.minutes(90), ...props });
}

/** Every night at two, UTC. */
export function nightly(options: AtTimesOptions = {}): RunExpectation {
  return RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour: '2' }), options);
}

export const NIGHTLY = nightly();

/** A pipeline named Nightly with one function named Load and one contact. */
export function newPipeline(scope: Construct, props: Partial<ObservedPipelineProps> = {}, id = 'Nightly'): ObservedPipeline {
  return new ObservedPipeline(scope, id, {
    stages: props.stages ?? [PipelineStage.lambdaFunction(newFunction(scope))],
    expectation: NIGHTLY,
    contacts: [Contact.email('data@example.com')],
    ...props,
  });
}

export function newObservatory(scope: Construct, id = 'Observatory', props: ObservatoryProps = {}): Observatory {
  return new Observatory(scope, id, { contacts: [Contact.email('data@example.com')], ...props });
}

/** Creates the observatory of a stack without a notifier. */
export function directly(stack: Stack, props: ObservatoryProps = {}): Observatory {
  return new Observatory(stack, 'Observatory', { alarmRouting: AlarmRouting.TOPICS, ...props });
}

/** The mark of an alarm for the notifier. */
export function markOf(alarm: Json): SignalMark {
  return readDescription(alarm.AlarmDescription)!.mark;
}

/** The alarm of a pipeline or observatory by its construct id: stage name and signal. */
export function alarmOf(owner: Construct, id: string): Alarm {
  return owner.node.findChild(id) as Alarm;
}

export function hasAlarm(owner: Construct, id: string): boolean {
  return owner.node.tryFindChild(id) !== undefined;
}

/** The properties of an alarm as its template has them. */
export function propertiesOf(alarm: Alarm): Json {
  const stack = Stack.of(alarm);
  return Template.fromStack(stack).toJSON().Resources[stack.resolve((alarm.node.defaultChild as CfnAlarm).logicalId)].Properties;
}

/** The properties of the pipeline's or observatory's alarm of that construct id. */
export function alarmProperties(owner: Construct, id: string): Json {
  return propertiesOf(alarmOf(owner, id));
}

/** The metrics that a math alarm adds up: `namespace metric statistic`, in the order of the expression. */
export function summedMetrics(properties: Json): string[] {
  return properties.Metrics.filter((metric: Json) => metric.MetricStat !== undefined)
    .map(({ MetricStat: { Metric: metric, Stat: statistic } }: Json) => `${metric.Namespace} ${metric.MetricName} ${statistic}`);
}

/** All errors of the synthesis of a stack as one text; empty when it succeeds. */
export function synthErrors(stack: Stack): string {
  try {
    Template.fromStack(stack);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** The ids and texts of this library's warnings below a stack. */
export function warningsOf(stack: Stack): { readonly at: string; readonly text: string }[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('cdk-observed-pipeline'))
    .map(({ id, entry }) => ({ at: id, text: entry.data as string }));
}

/** The stored text of a pipeline's contract, with `<…>` in place of values that are known only at deployment. */
export function contractTextOf(pipeline: ObservedPipeline): string {
  return parameterOf(pipeline, pipeline.pipelineName);
}

/** The profile as the notifier reads it, with `<…>` in place of values that are known only at deployment. */
export function profileOf(pipeline: ObservedPipeline): Profile {
  return readProfile(parameterOf(pipeline, `profiles/${pipeline.pipelineName}`));
}

function parameterOf(pipeline: ObservedPipeline, name: string): string {
  const [parameter] = Object.values(Template.fromStack(Stack.of(pipeline)).findResources('AWS::SSM::Parameter'))
    .filter(({ Properties: { Name } }) => Name === `/observed-pipeline/${pipeline.observatory.observatoryName}/${name}`);
  return plain(parameter.Properties.Value);
}

/** The contract as the checker reads it. */
export function contractOf(pipeline: ObservedPipeline): Contract {
  return readContract(contractTextOf(pipeline), 0);
}

/** A resolved text in one line. */
export function plain(value: Json): string {
  if (typeof value === 'string') return value;
  return value['Fn::Join'] === undefined ? `<${value.Ref ?? JSON.stringify(value).replaceAll('"', '')}>` : value['Fn::Join'][1].map(plain).join(value['Fn::Join'][0]);
}
