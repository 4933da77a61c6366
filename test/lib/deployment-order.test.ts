import { CfnParameter, NestedStack, Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory, PipelineStage } from '../../lib';
import { CreationOrder } from './creation-order';
import { directly, newApp, newFunction, newMachine, newObservatory, newPipeline, newStack } from './fixtures';

/** A stack with an observatory and a pipeline with a state machine, as it is deployed. */
function order(): CreationOrder {
  const stack = newStack();
  newPipeline(stack, { observatory: newObservatory(stack), stages: [PipelineStage.stateMachine(newMachine(stack))], contacts: [Contact.sms('+15550100')] });
  return new CreationOrder(stack);
}

/** The resources that deliver an alarm to the notifier, and those that deliver it if the notifier fails. */
const HEARING = [
  'ObservatoryNotifierIntake', 'ObservatoryNotifierIntakePolicy', 'ObservatoryNotifierReceiverIntake', 'ObservatoryNotifierReceiver', 'ObservatoryNotifierReceiverEventInvokeConfig',
  'ObservatoryNotifierRole', 'ObservatoryNotifierRoleDefaultPolicy', 'ObservatoryLedger', 'ObservatoryNotifierFallbackDeadLetters', 'ObservatoryNotifierFallbackDeadLettersPolicy',
];

describe('an alarm is created after everything that delivers it, and deleted before that:', () => {
  test('one for the notifier after its subscription, permission, failure destination and dead-letter queue, and after the addresses of people', () => {
    const before = order().before('NightlyProofOfLife');

    expect(before).toEqual(expect.arrayContaining(HEARING));
    expect(before).toEqual(expect.arrayContaining([expect.stringMatching(/^ObservatoryNotifierReceiverAllowInvoke/), expect.stringMatching(/^Observatoryemailcritical/), expect.stringMatching(/^Observatorysmscritical/)]));
  });

  test('every alarm of the stack, except those that bypass the notifier', () => {
    const all = order();

    const deaf = all.ofType('AWS::CloudWatch::Alarm').filter((id) => !all.before(id).includes('ObservatoryNotifierReceiverIntake'));
    expect(deaf).toEqual(['TopicUnreachable', 'NotificationsFailed', 'NotifierSilent', 'NotifierFailing', 'AlarmsUndelivered'].map((id) => `Observatory${id}`));
  });

  test('one that bypasses the notifier after the addresses of people', () => {
    expect(order().before('ObservatoryNotifierFailing')).toEqual(expect.arrayContaining([expect.stringMatching(/^Observatoryemailcritical/), expect.stringMatching(/^Observatorysmscritical/)]));
  });

  test('without a notifier each one after the addresses, later ones included', () => {
    const stack = newStack();
    const observatory = directly(stack);
    newPipeline(stack, { observatory, contacts: [] });
    observatory.addContact(Contact.sms('+15550100'));
    newPipeline(stack, { observatory, stages: [PipelineStage.lambdaFunction(newFunction(stack, 'Other'))], contacts: [Contact.email('later@example.com')] }, 'Later');
    const all = new CreationOrder(stack);

    for (const id of all.ofType('AWS::CloudWatch::Alarm')) {
      expect(all.before(id)).toEqual(expect.arrayContaining([expect.stringMatching(/^Observatorysmscritical/), expect.stringMatching(/^Observatoryemailcritical/)]));
    }
  });

  test('in a nested stack after the subscription in the stack around it', () => {
    const stack = newStack();
    const observatory = newObservatory(stack);
    newPipeline(new NestedStack(stack, 'Inner'), { observatory });

    expect(new CreationOrder(stack).before('InnerNestedStackInnerNestedStackResource')).toEqual(expect.arrayContaining(HEARING));
  });

  test('in another stack after the whole stack of the observatory, which depends on no other', () => {
    const app = newApp();
    const [shared, own] = [new Stack(app, 'Shared'), new Stack(app, 'Own')];
    const phone = new CfnParameter(own, 'Phone').valueAsString;
    newPipeline(own, { observatory: newObservatory(shared), contacts: [Contact.sms(phone)] });
    app.synth();

    expect([own, shared].map(({ dependencies }) => dependencies.map(({ node }) => node.id))).toEqual([['Shared'], []]);
  });
});

describe('a schedule is created when its function can do its work:', () => {
  test.each([
    ['the checker', 'ObservatoryCheckerSchedule', ['ObservatoryCheckerFunction', 'ObservatoryCheckerFunctionEventInvokeConfig', 'ObservatoryCheckerRoleDefaultPolicy', 'ObservatoryCheckerScheduleRoleDefaultPolicy']],
    ['the ticker', 'ObservatoryNotifierSchedule', [
      'ObservatoryNotifierTicker', 'ObservatoryNotifierTickerEventInvokeConfig', 'ObservatoryNotifierRoleDefaultPolicy', 'ObservatoryNotifierScheduleRoleDefaultPolicy', 'ObservatoryLedger',
    ]],
  ])('%s', (_, schedule, needed) => {
    expect(order().before(schedule)).toEqual(expect.arrayContaining(needed));
  });

  test.each([
    ['CheckerSilent', 'ObservatoryCheckerSchedule'],
    ['NotifierSilent', 'ObservatoryNotifierSchedule'],
  ])('%s is created after its schedule and deleted before it', (alarm, schedule) => {
    expect(order().before(`Observatory${alarm}`)).toContain(schedule);
  });
});

describe('a contract exists', () => {
  test('as long as the alarm on its proof of life, since an alarm without a contract would mean that somebody deleted the contract', () => {
    expect(order().before('NightlyProofOfLife')).toContain('PipelineNightlyContract');
  });


  test('only while the checker may read the executions', () => {
    expect(order().before('PipelineNightlyContract')).toContain('ObservatoryEvidenceAccessPolicy');
  });

  test('only while the checker may also read a stage that was added later, in the stack of the pipeline', () => {
    const app = newApp();
    const [shared, own] = [new Stack(app, 'Shared'), new Stack(app, 'Own')];
    const pipeline = newPipeline(own, { observatory: newObservatory(shared) });
    pipeline.addStage(PipelineStage.stateMachine(newMachine(own)));

    expect(new CreationOrder(own).before('PipelineNightlyContract').filter((id) => id.startsWith('EvidenceAccess'))).toHaveLength(1);
  });
});

describe('a pipe', () => {
  test('is created when it may read the queue', () => {
    expect(order().before('ObservatoryNotifierFallbackPipe')).toContain('ObservatoryNotifierFallbackRoleDefaultPolicy');
  });
});

test('no resource depends on itself in a stack that uses every feature', () => {
  const stack = newStack();
  const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')] });
  newPipeline(stack, { observatory, stages: [PipelineStage.stateMachine(newMachine(stack)), PipelineStage.lambdaFunction(newFunction(stack))] });
  const all = new CreationOrder(stack);

  expect(all.ids.filter((id) => all.before(id).includes(id))).toEqual([]);
});
