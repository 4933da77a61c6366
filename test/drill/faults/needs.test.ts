import { FAULT_IDS, FaultId } from '../../../drill';
import { faultOf } from '../../../drill/faults/catalogue';
import { excludedBy, Exclusion } from '../../../drill/faults/needs';
import { findPipelines } from '../../../template/find-pipelines';
import { Account } from '../../../template/model';
import type { PipelineModel } from '../../../template/pipeline';
import { readStack } from '../../../template/read-stack';
import { accountOf, alarmOf, functionOf, lambdaMetric, scheduleOf, topicOf } from '../accounts';
import { importOfFiles, importOnDemand, ordersByEvent } from '../event-driven/apps';
import { exampleAccount } from '../example';

interface Found { readonly account: Account; readonly pipelines: readonly PipelineModel[] }

const found = (account: Account): Found => ({ account, pipelines: findPipelines(account).pipelines });
const exclusion = (id: FaultId, { account, pipelines }: Found): Exclusion | undefined => excludedBy(faultOf(id).needs ?? [], pipelines[0]!, account, pipelines);
const excluded = (app: Found, outcome: Exclusion['outcome']): FaultId[] => FAULT_IDS.filter((id) => exclusion(id, app)?.outcome === outcome);

const TOPIC = topicOf('Alerts');
const FILES = found(readStack(importOfFiles()));
const ON_DEMAND = found(readStack(importOnDemand()));

describe('which faults are played against a pipeline', () => {
  test('A pipeline without a schedule gets the fault of a silent trigger instead of the breakdowns of a schedule.', () => {
    expect(exclusion('nothingArrives', FILES)).toBeUndefined();
    expect(exclusion('scheduleDisabled', FILES)).toEqual({ outcome: 'notApplicable', reason: 'No schedule in the templates starts it.' });
    expect(exclusion('runLate', FILES)).toEqual({ outcome: 'notApplicable', reason: 'It has no due times, only a maximum silence.' });
  });

  test('A pipeline with a schedule gets the breakdowns of a schedule instead.', () => {
    const nightly = found(exampleAccount());
    expect(exclusion('scheduleDisabled', nightly)).toBeUndefined();
    expect(exclusion('nothingArrives', nightly)).toEqual({ outcome: 'notApplicable', reason: 'A schedule in the templates starts it, and breakdowns of a schedule are faults of their own.' });
  });

  test('For a state machine under a maximum silence, the drill can play everything that can happen and is watched.', () => {
    const orders = found(readStack(ordersByEvent()));
    expect([excluded(orders, 'notWatched'), excluded(orders, 'notPlayed')]).toEqual([[], []]);
  });

  test('Missing runs of a pipeline without an expectation are not watched, and the reason quotes the owner.', () => {
    expect(excluded(ON_DEMAND, 'notWatched')).toEqual(expect.arrayContaining(['nothingArrives', 'missesThreeRuns', 'brokenForTwoWeeks']));
    expect(exclusion('nothingArrives', ON_DEMAND)?.reason).toBe('Its owner expects no runs: RunExpectation.unscheduled(\'partners send files when they like\').');
  });

  test('Nothing can happen to a pipeline whose trigger is disabled on purpose, so a drill passes in an environment without triggers.', () => {
    const [app] = ON_DEMAND.pipelines;
    const off = { ...ON_DEMAND, pipelines: [{ ...app!, schedules: app!.schedules.map((schedule) => ({ ...schedule, enabled: false })) as unknown as PipelineModel['schedules'] }] };
    expect(excluded(off, 'notApplicable')).toEqual(FAULT_IDS);
    expect(exclusion('runFails', off)?.reason).toBe('Its trigger is disabled in the templates and its owner expects no runs, so it never runs.');
    expect(exclusion('runFails', ON_DEMAND)).toBeUndefined();
  });

  test('A single refusal is played only where the schedule retries.', () => {
    const load = functionOf('Load');
    const scheduled = (retryAttempts: number): Found => found(accountOf({ functions: [load], schedules: [scheduleOf('rate(1 hour)', load.arn, { retryAttempts })] }));
    expect(exclusion('targetRefusesOnce', scheduled(1))).toBeUndefined();
    expect(exclusion('targetRefusesOnce', scheduled(0))).toEqual({ outcome: 'notApplicable', reason: 'Its schedule does not retry, so the run is lost.' });
  });

  test('What the drill cannot judge is not played, but does not count as impossible.', () => {
    expect(excluded(ON_DEMAND, 'notPlayed')).toEqual(['succeedsAfterRetries']);
  });

  describe('without this library', () => {
    const load = functionOf('Load');
    const plain = (actions: readonly string[]): Found => found(accountOf({
      functions: [load], schedules: [scheduleOf('rate(1 hour)', load.arn)], topics: [TOPIC],
      alarms: actions.length === 0 ? [] : [alarmOf('LoadErrors', lambdaMetric('Load', 'Errors'), { actions: { alarm: actions, ok: [], insufficientData: [] } })],
    }));

    test('Nothing can happen to topics that no alarm notifies.', () => {
      expect(exclusion('topicPolicyBroken', plain([]))).toEqual({ outcome: 'notApplicable', reason: 'No alarm on its stages notifies anyone.' });
    });

    test('A fault of a topic is played for a topic in the templates, and not for one outside them.', () => {
      expect(exclusion('topicPolicyBroken', plain([TOPIC.arn]))).toBeUndefined();
      expect(exclusion('topicPolicyBroken', plain(['arn:aws:sns:us-east-1:111122223333:elsewhere']))).toEqual({
        outcome: 'notPlayed', reason: 'Its alarms notify topics that are not in the templates.',
      });
    });
  });

  test('Every reason is a sentence.', () => {
    for (const pipeline of [FILES, ON_DEMAND]) {
      for (const id of FAULT_IDS) expect(exclusion(id, pipeline)?.reason ?? 'Fine.').toMatch(/^[A-Z].*\.$/);
    }
  });
});
