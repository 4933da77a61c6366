import { Code, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke, StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { DefinitionBody, Pass, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { App, Duration, Stack, TimeZone } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } from '../lib';

/** A stack can have 500 resources. */
const PIPELINES_PER_STACK = 25;
const ZONES = [TimeZone.AMERICA_NEW_YORK, TimeZone.EUROPE_BERLIN, TimeZone.ASIA_KOLKATA, TimeZone.AUSTRALIA_SYDNEY, TimeZone.ETC_UTC];

/** Synthesizes an app of many pipelines, alternately machines and functions, all nightly except every tenth, which is hourly. */
export function synthesizeMany(outdir: string, count: number): void {
  const app = new App({ outdir });
  for (let first = 0; first < count; first += PIPELINES_PER_STACK) {
    const stack = new Stack(app, `Many${first / PIPELINES_PER_STACK}`);
    const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com'), Contact.sms('+15550100')] });
    for (let index = first; index < Math.min(count, first + PIPELINES_PER_STACK); index += 1) addPipeline(stack, observatory, index);
  }
  app.synth();
}

function addPipeline(scope: Construct, observatory: Observatory, index: number): void {
  const timeZone = ZONES[index % ZONES.length];
  const scheduleGroup = new ScheduleGroup(scope, `Group${index}`);
  const schedule = index % 10 === 0
    ? ScheduleExpression.cron({ minute: String(index % 60), timeZone })
    : ScheduleExpression.cron({ minute: String(index % 60), hour: String(index % 24), timeZone });
  if (index % 2 === 0) {
    const machine = new StateMachine(scope, `Machine${index}`, { definitionBody: DefinitionBody.fromChainable(new Pass(scope, `Pass${index}`)), timeout: Duration.minutes(45) });
    const trigger = new Schedule(scope, `Schedule${index}`, { schedule, scheduleGroup, target: new StepFunctionsStartExecution(machine, {}) });
    new ObservedPipeline(scope, `Pipeline${index}`, { stages: [PipelineStage.stateMachine(machine)], expectation: RunExpectation.fromSchedule(trigger), observatory });
  } else {
    const fn = new Function(scope, `Function${index}`, {
      runtime: Runtime.NODEJS_24_X, handler: 'index.handler', code: Code.fromInline('exports.handler = async () => undefined;'), timeout: Duration.minutes(10),
    });
    const trigger = new Schedule(scope, `Schedule${index}`, { schedule, scheduleGroup, target: new LambdaInvoke(fn) });
    new ObservedPipeline(scope, `Pipeline${index}`, { stages: [PipelineStage.lambdaFunction(fn)], expectation: RunExpectation.fromSchedule(trigger), observatory });
  }
}
