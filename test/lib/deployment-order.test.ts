import { CfnParameter, NestedStack, Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory, PipelineStage } from '../../lib';
import { CreationOrder } from './creation-order';
import { directly, newApp, newFunction, newMachine, newObservatory, newPipeline, newStack } from './fixtures';

/** A stack with an observatory and a pipeline of a machine, as it is deployed. */
function order(): CreationOrder {
  const stack = newStack();
  newPipeline(stack, { observatory: newObservatory(stack), stages: [PipelineStage.stateMachine(newMachine(stack))], contacts: [Contact.sms('+15550100')] });
  return new CreationOrder(stack);
}

/** How an alarm is heard that goes to the notifier, and what happens if the notifier fails. */
const HEARING = [
  'ObservatoryNotifierIntake', 'ObservatoryNotifierIntakePolicy', 'ObservatoryNotifierReceiverIntake', 'ObservatoryNotifierReceiver', 'ObservatoryNotifierReceiverEventInvokeConfig',
  'ObservatoryNotifierRole', 'ObservatoryNotifierRoleDefaultPolicy', 'ObservatoryNotifierIncidents', 'ObservatoryNotifierFallbackDeadLetters', 'ObservatoryNotifierFallbackDeadLettersPolicy',
];

describe('an alarm is made when everything is there by which it is heard, and deleted before it:', () => {
  test('one that the notifier takes after its subscription, permission, failure destination and dead-letter queue, and after those who are told', () => {
    const before = order().before('NightlyProofOfLife');

    expect(before).toEqual(expect.arrayContaining(HEARING));
    expect(before).toEqual(expect.arrayContaining([expect.stringMatching(/^ObservatoryNotifierReceiverAllowInvoke/), expect.stringMatching(/^Observatoryemailcritical/), expect.stringMatching(/^Observatorysmscritical/)]));
  });

  test('every alarm of the stack but those that go past the notifier', () => {
    const all = order();

    const deaf = all.ofType('AWS::CloudWatch::Alarm').filter((id) => !all.before(id).includes('ObservatoryNotifierReceiverIntake'));
    expect(deaf).toEqual(['TopicUnreachable', 'NotificationsFailed', 'NotifierSilent', 'NotifierFailing', 'AlarmsUndelivered'].map((id) => `Observatory${id}`));
  });

  test('one that goes past the notifier after the addresses of those who are told', () => {
    expect(order().before('ObservatoryNotifierFailing')).toEqual(expect.arrayContaining([expect.stringMatching(/^Observatoryemailcritical/), expect.stringMatching(/^Observatorysmscritical/)]));
  });

  test('each one without a notifier after the addresses, those named later included', () => {
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

  test('in a nested stack after the subscription in the one around it', () => {
    const stack = newStack();
    const observatory = newObservatory(stack);
    newPipeline(new NestedStack(stack, 'Inner'), { observatory });

    expect(new CreationOrder(stack).before('InnerNestedStackInnerNestedStackResource')).toEqual(expect.arrayContaining(HEARING));
  });

  test('in a stack of its own after the whole stack of the observatory, which depends on none', () => {
    const app = newApp();
    const [shared, own] = [new Stack(app, 'Shared'), new Stack(app, 'Own')];
    const phone = new CfnParameter(own, 'Phone').valueAsString;
    newPipeline(own, { observatory: newObservatory(shared), contacts: [Contact.sms(phone)] });
    app.synth();

    expect([own, shared].map(({ dependencies }) => dependencies.map(({ node }) => node.id))).toEqual([['Shared'], []]);
  });
});

describe('a schedule runs its function when the function can do what it is for:', () => {
  test.each([
    ['the checker', 'ObservatoryCheckerSchedule', ['ObservatoryCheckerFunction', 'ObservatoryCheckerFunctionEventInvokeConfig', 'ObservatoryCheckerRoleDefaultPolicy', 'ObservatoryCheckerScheduleRoleDefaultPolicy']],
    ['the ticker', 'ObservatoryNotifierSchedule', [
      'ObservatoryNotifierTicker', 'ObservatoryNotifierTickerEventInvokeConfig', 'ObservatoryNotifierRoleDefaultPolicy', 'ObservatoryNotifierScheduleRoleDefaultPolicy', 'ObservatoryNotifierIncidents',
    ]],
  ])('%s', (_, schedule, needed) => {
    expect(order().before(schedule)).toEqual(expect.arrayContaining(needed));
  });

  test.each([
    ['CheckerSilent', 'ObservatoryCheckerSchedule'],
    ['NotifierSilent', 'ObservatoryNotifierSchedule'],
  ])('%s begins to wait when it runs, and waits no more before it is deleted', (alarm, schedule) => {
    expect(order().before(`Observatory${alarm}`)).toContain(schedule);
  });
});

describe('a contract is read', () => {
  test('when the checker may ask for the record of runs, and no longer than that', () => {
    expect(order().before('PipelineNightlyContract')).toContain('ObservatoryEvidenceAccessPolicy');
  });

  test('when it may also for a stage that was added later, in the pipeline\'s own stack', () => {
    const app = newApp();
    const [shared, own] = [new Stack(app, 'Shared'), new Stack(app, 'Own')];
    const pipeline = newPipeline(own, { observatory: newObservatory(shared) });
    pipeline.addStage(PipelineStage.stateMachine(newMachine(own)));

    expect(new CreationOrder(own).before('PipelineNightlyContract').filter((id) => id.startsWith('EvidenceAccess'))).toHaveLength(1);
  });
});

describe('a pipe', () => {
  test('takes alarms out of the queue when it may', () => {
    expect(order().before('ObservatoryNotifierFallbackPipe')).toContain('ObservatoryNotifierFallbackRoleDefaultPolicy');
  });
});

test('no resource waits for itself in a stack where everything is in use', () => {
  const stack = newStack();
  const observatory = new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')] });
  newPipeline(stack, { observatory, stages: [PipelineStage.stateMachine(newMachine(stack)), PipelineStage.lambdaFunction(newFunction(stack))] });
  const all = new CreationOrder(stack);

  expect(all.ids.filter((id) => all.before(id).includes(id))).toEqual([]);
});
