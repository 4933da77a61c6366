import { diagnose } from '../../../core/diagnosis/diagnose';
import {
  at, diagnosed, execution, FAILED, findings, found, lambda, logged, machine, NOT_SEEN, NOW, ran, rule, schedule, scheduled,
} from './scene';

const RUN = execution('nightly-3', 'FAILED', at('02:00'), at('02:41'));
const EXECUTION_URL = 'https://eu-west-1.console.aws.amazon.com/states/home?region=eu-west-1#/v2/executions/details/arn:aws:states:eu-west-1:111122223333:execution:Load-1:nightly-3';

test('A reason links to what it is about, and the diagnosis does too.', () => {
  const { reasons, links } = diagnosed(FAILED, { machines: [ran(RUN, { error: 'E' })] });
  expect(reasons[0]?.link).toEqual({ title: 'Execution of Load', url: EXECUTION_URL });
  expect(links).toEqual([{ title: 'Execution of Load', url: EXECUTION_URL }]);
});

test('An error in a log links to the lines around it.', () => {
  const { links } = diagnosed(FAILED, { functions: [logged('[ERROR] ValueError: x')] });
  expect(links).toEqual([{
    title: 'Log of Publish',
    url: `https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:log-groups/log-group/$252Faws$252Flambda$252FPublish-1/log-events$3Fstart$3D${at('01:56')}$26end$3D${at('02:06')}`,
  }]);
});

test('If no reason has a link, the diagnosis links to the logs and runs of the stages.', () => {
  const { links } = diagnosed(FAILED, { functions: [lambda()], machines: [machine({ execution: RUN })] });
  expect(links.map(({ title }) => title)).toEqual(['Execution of Load', 'Log of Publish']);
  expect(links[1]?.url).toMatch(new RegExp(`start\\$3D${at('01:00')}\\$26end\\$3D${NOW}$`));
});

test('A trigger links to its page, a rule to that of its bus.', () => {
  expect(diagnosed(NOT_SEEN, { trigger: scheduled({ enabled: false }) }).links).toEqual([
    { title: 'The schedule nightly', url: 'https://eu-west-1.console.aws.amazon.com/scheduler/home?region=eu-west-1#schedules/jobs/nightly' },
  ]);
  expect(diagnosed(NOT_SEEN, { trigger: rule({ trigger: found({ enabled: false }) }) }).links).toEqual([
    { title: 'The rule nightly', url: 'https://eu-west-1.console.aws.amazon.com/events/home?region=eu-west-1#/eventbus/default/rules/nightly' },
  ]);
});

test('No more than five reasons and links are given.', () => {
  const functions = Array.from({ length: 12 }, (_, order) => ({ ...logged('[ERROR] ValueError: x'), stage: `F${order}`, order }));
  const { reasons, links } = diagnosed(FAILED, { functions });
  expect(reasons).toHaveLength(5);
  expect(links.map(({ title }) => title)).toEqual(['Log of F0', 'Log of F1', 'Log of F2', 'Log of F3', 'Log of F4']);
});

test('What could not be read is passed on, each clause once, eight at most.', () => {
  expect(diagnosed(FAILED, { unread: ['a', 'a', 'b'] }).unread).toEqual(['a', 'b']);
  expect(diagnosed(FAILED, { unread: Array.from({ length: 12 }, (_, index) => `${index}`) }).unread).toEqual(['0', '1', '2', '3', '4', '5', '6', '5 more not readable']);
});

test('A rule that throws is listed as not examined, and the others continue.', () => {
  const context = {
    ...NOT_SEEN,
    time: (): string => {
      throw new Error('no such zone');
    },
  };
  const { reasons, unread } = diagnose(findings({ trigger: schedule({ trigger: { kind: 'missing' } }), upstream: [{ pipeline: 'Landing', since: 0 }] }), context);
  expect(reasons.map(({ id }) => id)).toEqual(['triggerDeleted']);
  expect(unread).toEqual(['reason upstreamOpen not examined: no such zone']);
});

test('A diagnosis says whether every question was answered.', () => {
  expect(diagnosed(FAILED, { complete: false }).complete).toBe(false);
  expect(diagnosed(FAILED, {}).complete).toBe(true);
});

test('A reason contains no line ends, control characters or invisible characters.', () => {
  const cause = 'first\r\nsecond\u0000\u001b[31m \u202egnp.exe \ud800 end';
  expect(diagnosed(FAILED, { machines: [ran(RUN, { cause })] }).reasons[0]?.text).toBe('Execution nightly-3 of Load failed today 02:41: first second [31m gnp.exe end.');
});
