import { diagnose } from '../../../core/diagnosis/diagnose';
import { Diagnosis } from '../../../core/diagnosis/diagnosis';
import { Findings, FunctionFindings, MachineFindings } from '../../../core/diagnosis/findings';
import { IncidentFacts } from '../../../core/message/facts';
import { OwnerClock } from '../../../core/text/owner-clock';
import { Instant } from '../../../core/time';

/** The findings of a stage about which nothing was asked. */
const OPEN = { kind: 'open' } as const;

export function found<T>(value: T): { readonly kind: 'found'; readonly value: T } {
  return { kind: 'found', value };
}

export function ordersMachine(more: Partial<MachineFindings>): MachineFindings {
  return {
    stage: 'OrdersMachine', order: 0,
    source: { kind: 'stateMachine', stateMachineArn: 'arn:aws:states:us-east-1:111122223333:stateMachine:OrdersMachine', type: 'STANDARD' },
    machine: OPEN, executions: OPEN, failure: OPEN, history: OPEN, executedMachine: OPEN, ...more,
  };
}

export function executionArn(name: string): string {
  return `arn:aws:states:us-east-1:111122223333:execution:OrdersMachine:${name}`;
}

export function syncCustomers(more: Partial<FunctionFindings>): FunctionFindings {
  return {
    stage: 'SyncCustomers', order: 0, source: { kind: 'lambdaFunction', functionName: 'SyncCustomers' },
    lambdaFunction: OPEN, concurrency: OPEN, logGroupName: '/aws/lambda/SyncCustomers', log: OPEN, ...more,
  };
}

/** The schedule of the nightly load, disabled the evening before. */
export function disabledSchedule(changedAt: Instant): Pick<Findings, 'trigger'> {
  return {
    trigger: {
      profile: { kind: 'schedule', name: 'OrdersSchedule', group: 'Orders' },
      trigger: found({ enabled: false, changedAt }), deadLetters: found([]),
    },
  };
}

/** Facts with the reasons that follow from the findings. */
export function explained(facts: IncidentFacts, findings: Partial<Findings>): IncidentFacts {
  const { pipeline = '', notification: { alarm, incident }, slot, now, timeZone, lastSuccess, address } = facts;
  const clock = new OwnerClock(timeZone, now);
  const diagnosis: Diagnosis = diagnose({ machines: [], functions: [], upstream: [], unread: [], complete: true, ...findings }, {
    pipeline, question: alarm?.question ?? incident?.question ?? 'ALIVE', verdict: slot?.verdict,
    stage: alarm?.stage ?? slot?.decidedBy.stage, about: slot?.slot ?? alarm?.at ?? now,
    lastSuccess, now, region: address.region, includeExecutionData: false, time: (instant) => clock.moment(instant),
  });
  return { ...facts, diagnosis };
}
