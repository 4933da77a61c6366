import { readContract } from '../../core/contract/read-contract';
import { metricsReadByLook } from '../../cost/usage';

const MACHINE = { kind: 'stateMachine', stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:load', type: 'STANDARD' };
const FUNCTION = { kind: 'lambdaFunction', functionName: 'publish' };
const NIGHTLY = { schedule: 'cron(0 2 * * ? *)', timeZone: 'UTC', startEarlyBySeconds: 60, flexibleWindowSeconds: 0 };

function reads(expectation: object, stages: readonly { readonly optional?: boolean; readonly [source: string]: unknown }[]): number {
  return metricsReadByLook(readContract(JSON.stringify({
    version: 1, pipeline: 'Nightly',
    expectation: { failuresToAlarm: 1, successesToRecover: 1, ...expectation },
    stages: stages.map(({ optional = false, ...source }, index) => ({
      name: `Stage${index}`, source, startWithinSeconds: 900, maxDurationSeconds: 600, publicationDelaySeconds: 120, retryWithinSeconds: 0, minSuccessfulRuns: 1, optional,
    })),
  }), 0));
}

describe('a look reads for a healthy pipeline', () => {
  test('three metrics for a standard machine and two for a function', () => {
    expect(reads(NIGHTLY, [MACHINE])).toBe(3);
    expect(reads(NIGHTLY, [FUNCTION])).toBe(2);
    expect(reads(NIGHTLY, [MACHINE, FUNCTION])).toBe(5);
  });

  test('one more metric for a function whose run has a deadline', () => {
    expect(reads({ ...NIGHTLY, finishWithinSeconds: 3600 }, [FUNCTION])).toBe(3);
  });

  test('every ending of an express machine', () => {
    expect(reads(NIGHTLY, [{ ...MACHINE, type: 'EXPRESS' }])).toBe(6);
  });

  test('no metric of a machine whose runs carry their slot, because its executions are listed', () => {
    expect(reads(NIGHTLY, [{ ...MACHINE, scheduledTimeField: 'time' }])).toBe(0);
  });

  test('no metric of an optional stage', () => {
    expect(reads(NIGHTLY, [MACHINE, { ...FUNCTION, optional: true }])).toBe(3);
  });

  test('the metrics of a monthly job twice where its runs are too old to be read by minutes', () => {
    expect(reads({ ...NIGHTLY, schedule: 'cron(0 2 1 * ? *)' }, [FUNCTION])).toBe(4);
  });

  test('the same for a maximum silence', () => {
    expect(reads({ maxSilenceSeconds: 86_400 }, [FUNCTION])).toBe(2);
  });
});
