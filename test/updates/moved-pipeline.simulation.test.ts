import { Stack } from 'aws-cdk-lib/core';
import { Contact, Observatory, ObservedPipeline, PipelineStage } from '../../lib';
import { newFunction } from '../lib/fixtures';
import { at, Jobs, jobs, missedTheTenth, NIGHTLY } from './jobs';
import { Rehearsal } from './rehearsal';

const OPENED = '10T02:45 CRITICAL: Orders did not start, due Tue 02:00 UTC';
const REMINDED = '10T08:46 CRITICAL: Orders has not recovered for 6 h 46 min: did not start, due Tue 02:00 UTC';
const CLOSED = '10T09:05 UNWATCHED: Orders after 7 h 5 min, recovery unknown, 1 run went wrong';

describe.each<[string, Jobs]>([
  ['its name is changed', { pipeline: { pipelineName: 'Invoices' } }],
  ['its construct gets another id', { id: 'Invoices' }],
])('a pipeline goes by another name while its incident is open, since %s:', (_, change) => {
  test('the old incident closes with a message, and the next missed run is sent under the new name', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(jobs(change));
    await rehearsal.until(at('04:00', 11));

    expect(rehearsal.sentSince(0)).toEqual([OPENED, REMINDED, CLOSED, '11T02:45 CRITICAL: Invoices did not start, due Wed 02:00 UTC']);
    expect(rehearsal.open()).toEqual(['Jobs-Observatory: Invoices']);
  });

  test('no run is expected under the new name before its first one, and nothing is sent when that succeeds', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(jobs(change));
    rehearsal.ran('Load', at('02:00', 11));
    await rehearsal.until(at('04:00', 12));

    expect(rehearsal.sentSince(at('10:00'))).toEqual(['12T02:45 CRITICAL: Invoices did not start, due Thu 02:00 UTC']);
  });

  test('no alarm, parameter, dashboard or policy has the old name any more', async () => {
    const rehearsal = await missedTheTenth();
    const before = rehearsal.alarmNames.filter((name) => name.includes('Orders'));
    rehearsal.deploy(jobs(change));

    expect(rehearsal.alarmNames.filter((name) => before.includes(name))).toEqual([]);
    expect(rehearsal.parameterNames).toEqual(['/observed-pipeline/Jobs-Observatory/Invoices', '/observed-pipeline/Jobs-Observatory/profiles/Invoices']);
    // The logical ids of constructs that kept theirs still begin with it.
    expect(rehearsal.template.replaceAll(/"Orders[A-Za-z]*[0-9A-F]{8}"/g, '')).not.toMatch(/\bOrders\b/);
  });
});

describe('a pipeline that is moved to another observatory while its incident is open', () => {
  const moved = jobs({ ofObservatory: 'Finance' });

  test('closes its incident with a message in the old observatory, and opens one in the new', async () => {
    const rehearsal = await missedTheTenth({ further: (stack) => { new Observatory(stack, 'Finance', { contacts: [Contact.email('other@example.com')] }); } });
    rehearsal.deploy(moved);
    await rehearsal.until(at('04:00', 11));

    expect(rehearsal.sentSince(0, 'ObservatoryCriticalTopic')).toEqual([OPENED, REMINDED, CLOSED]);
    expect(rehearsal.sentSince(0, 'FinanceCriticalTopic')).toEqual(['11T02:45 CRITICAL: Orders did not start, due Wed 02:00 UTC']);
    expect(rehearsal.open()).toEqual(['Jobs-Finance: Orders']);
  });

  test('leaves nothing in the old observatory', async () => {
    const rehearsal = await missedTheTenth();
    rehearsal.deploy(moved);

    expect(rehearsal.parameterNames).toEqual(['/observed-pipeline/Jobs-Finance/Orders', '/observed-pipeline/Jobs-Finance/profiles/Orders']);
    expect(rehearsal.template).not.toMatch(/Jobs-Observatory\/(?:profiles\/)?Orders/);
  });
});

describe('a pipeline whose construct is moved within its stack', () => {
  const moved = jobs({ within: 'Nightly' });

  test('keeps its contract and its incident, and nothing is sent twice', async () => {
    const rehearsal = await missedTheTenth();
    const [before, alarms] = [rehearsal.lastChanged('/observed-pipeline/Jobs-Observatory/Orders'), rehearsal.alarmNames];
    rehearsal.deploy(moved);
    rehearsal.ran('Load', at('02:00', 11));
    await rehearsal.until(at('04:00', 11));

    expect(rehearsal.lastChanged('/observed-pipeline/Jobs-Observatory/Orders')).toBe(before);
    expect(rehearsal.alarmNames.filter((name) => name.includes('OrdersProofOfLife') && alarms.includes(name))).toEqual([]);
    expect(rehearsal.sentSince(0)).toEqual([OPENED, REMINDED, expect.stringMatching(/^10T20:46 .* Orders has not recovered/), '11T02:00 RECOVERED: Orders after 1 day, 1 run went wrong']);
  });
});

test('Two pipelines that exchange names take over each other\'s contracts.', () => {
  const two = (first: string, second: string): Jobs => ({
    id: false, further: (stack, observatory) => {
      for (const [id, pipelineName] of [['A', first], ['B', second]] as const) {
        new ObservedPipeline(stack, id, { stages: [PipelineStage.lambdaFunction(newFunction(stack, `Fn${id}`))], expectation: NIGHTLY, pipelineName, observatory });
      }
    },
  });
  const rehearsal = new Rehearsal(at('00:00', 1));
  rehearsal.deploy(jobs(two('Orders', 'Invoices')));
  rehearsal.deploy(jobs(two('Invoices', 'Orders')));

  expect(rehearsal.parameterNames).toHaveLength(4);
});

describe('a pipeline that is moved to another stack under the same name', () => {
  const inStack = (name: string | undefined) => jobs({
    id: false, further: (stack, observatory) => {
      if (name === undefined) return;
      const own = name === 'Jobs' ? stack : new Stack(stack.node.root, name);
      new ObservedPipeline(own, 'Orders', { stages: [PipelineStage.lambdaFunction(newFunction(own, 'Own'))], expectation: NIGHTLY, observatory });
    },
  });

  test('must leave the old stack before it enters the new one: CloudFormation refuses both at once and changes nothing', () => {
    const rehearsal = new Rehearsal(at('00:00', 1));
    rehearsal.deploy(inStack('Jobs'));

    expect(() => { rehearsal.deploy(inStack('Others')); }).toThrow(/\/observed-pipeline\/Jobs-Observatory\/Orders already exists$/);
    expect(rehearsal.parameterNames).toEqual(['/observed-pipeline/Jobs-Observatory/Orders', '/observed-pipeline/Jobs-Observatory/profiles/Orders']);
    rehearsal.deploy(inStack(undefined));
    rehearsal.deploy(inStack('Others'));
    expect(rehearsal.parameterNames).toEqual(['/observed-pipeline/Jobs-Observatory/Orders', '/observed-pipeline/Jobs-Observatory/profiles/Orders']);
  });
});
