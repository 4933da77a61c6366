import { DAY, HOUR, Instant, MINUTE } from '../../core/time';
import { type ParameterModel, targetOf } from '../../template/model';
import { neighbourOf, type Observed, PipelineModel } from '../../template/pipeline';
import type { Condition } from '../simulation/conditions';
import type { ExpectedAlert, FaultDefinition, Play, Scene, Span } from './fault';
import { checkerOf, onCalls, onSchedules, onTicks } from './inject';

const LASTS = 3 * HOUR;

/** Something is wrong with the checker for three hours, and then not any more. */
function ofTheChecker(scene: Scene, condition: (span: Span) => Condition, alert: (scene: Scene, knowableAt: number) => ExpectedAlert): Play {
  const begins = scene.ready;
  const heals = begins + LASTS;
  const [next] = scene.slots(1, heals);
  return {
    conditions: [condition({ from: begins, to: heals })],
    begins,
    expectedAlerts: [alert(scene, begins)],
    severity: 'critical',
    heals,
    to: Math.min(scene.settledAfter(next!), heals + 24 * HOUR),
  };
}

/** The error of a call that the role may not make. */
export function accessDenied(action: string): () => Error {
  return () => Object.assign(new Error(`the role is not authorized to perform: ${action}`), { name: 'AccessDeniedException' });
}

/** The checker's code fails on every tick. */
export const checkerCrashes: FaultDefinition = {
  id: 'checkerCrashes',
  title: 'The checker crashes on every tick',
  what: 'The checker itself is broken: each of its invocations ends with an error, for three hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => ofTheChecker(scene, (span) => onTicks(scene, span, (plan) => ({ ...plan, outcome: 'failed' })), (one, at) => one.checkerSilentAt(at)),
};

/** The checker gets no capacity. */
export const checkerThrottled: FaultDefinition = {
  id: 'checkerThrottled',
  title: 'The checker is throttled',
  what: 'A neighbour uses up the account\'s concurrency, and the checker gets none for three hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => ofTheChecker(scene, (span) => onTicks(scene, span, (plan) => ({ ...plan, throttled: true })), (one, at) => one.checkerSilentAt(at)),
};

/** Nobody invokes the checker. */
export const checkerScheduleDisabled: FaultDefinition = {
  id: 'checkerScheduleDisabled',
  title: 'The checker\'s schedule is disabled',
  what: 'Somebody disables the schedule of the checker: it does not fail, it just never looks, for three hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => {
    const { functionName } = checkerOf(scene.pipeline);
    return ofTheChecker(scene, (span) => ({
      ...span,
      firing: ({ targetArns }) => (targetArns.some((arn) => targetOf(scene.account, arn)?.model.name === functionName) ? { kind: 'none' } : undefined),
    }), (one, at) => one.checkerSilentAt(at));
  },
};

/** The checker runs, and sees nothing. */
export const checkerCannotReadMetrics: FaultDefinition = {
  id: 'checkerCannotReadMetrics',
  title: 'The checker may not read metrics any more',
  what: 'The permission to read metrics is revoked: the checker runs and cannot tell whether anything lives, for three hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => ofTheChecker(
    scene, (span) => onCalls(scene, span, 'GetMetricData', accessDenied('cloudwatch:GetMetricData')), (one, at) => one.unverifiableAt(at),
  ),
};

/** The checker sees everything, and cannot say it. */
export const putMetricDataFails: FaultDefinition = {
  id: 'putMetricDataFails',
  title: 'The checker cannot publish',
  what: 'PutMetricData fails: the checker looks and judges, but nothing of it arrives, for three hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => ofTheChecker(
    scene, (span) => onCalls(scene, span, 'PutMetricData', accessDenied('cloudwatch:PutMetricData')), (one, at) => one.checkerSilentAt(at),
  ),
};

/** The pipeline's contract cannot be read. */
export const contractCorrupted: FaultDefinition = {
  id: 'contractCorrupted',
  title: 'Its contract is corrupted',
  what: 'Somebody edits the parameter in which the pipeline\'s contract is stored; it is no JSON any more, for three hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => {
    const name = scene.pipeline.observed!.parameter!.name;
    return ofTheChecker(scene, (span) => ({
      ...span, contract: (parameter) => (parameter.name === name ? { text: parameter.value.slice(0, 40) } : undefined),
    }), (one, at) => one.unverifiableAt(at));
  },
};

interface Loss extends Pick<FaultDefinition, 'id' | 'title' | 'what'> {
  /** What is deleted. */
  readonly lost: (observed: Observed) => readonly (ParameterModel | undefined)[];
  readonly knownGap: (observed: Observed) => string | undefined;
}

/** Somebody deletes what the observatory keeps of a pipeline, and leaves its alarms: nothing proves that it lives any more. */
function lost({ lost: parametersOf, knownGap, ...loss }: Loss): FaultDefinition {
  return {
    ...loss,
    expects: 'detected',
    needs: ['checker'],
    knownGap: ({ observed }) => (observed === undefined ? undefined : knownGap(observed)),
    play: (scene) => {
      const gone = parametersOf(scene.pipeline.observed!);
      return ofTheChecker(
        scene, (span) => ({ ...span, contract: (parameter) => (gone.includes(parameter) ? { deleted: true } : undefined) }), (one, at) => one.unverifiableAt(at),
      );
    },
  };
}

/** The contract is gone, and what the notifier knows of the pipeline is still there. */
export const contractDeleted = lost({
  id: 'contractDeleted',
  title: 'Its contract is deleted',
  what: 'Somebody deletes the parameter in which the pipeline\'s contract is stored, and its alarms stay. Nothing is expected of it any more, for three hours.',
  lost: ({ parameter }) => [parameter],
  knownGap: ({ profile }) => (profile === undefined ? 'Only the alarms of the pipeline say that there is one: without a notifier it has no profile. Nothing compares them with the contracts yet.' : undefined),
});

/** Everything that the observatory keeps of the pipeline is gone. */
export const contractAndProfileDeleted = lost({
  id: 'contractAndProfileDeleted',
  title: 'Its contract and its profile are deleted',
  what: 'Somebody deletes all parameters of the pipeline, and its alarms stay. Nothing is expected of it any more, for three hours.',
  lost: ({ parameter, profile }) => [parameter, profile?.parameter],
  knownGap: () => 'Only the alarms of the pipeline say that there is one. Nothing compares them with the contracts yet.',
});

const EVERY = 12 * HOUR;
/** The first deployment comes so long after the run was due. */
const AFTER_DUE = 5 * MINUTE;

/**
 * CloudFormation writes a parameter anew on every update of the resource, for a tag too, so its date moves although its text
 * does not. (AWS Systems Manager API reference, PutParameter)
 */
export const contractTouched: FaultDefinition = {
  id: 'contractTouched',
  title: 'Deployments touch its contract, and a run is missing',
  what: `A run does not come. ${AFTER_DUE / MINUTE} minutes after it was due, and every ${EVERY / HOUR} hours from then on, a deployment with new tags stores the contract anew. Its text stays the same, so the run is still due.`,
  expects: 'detected',
  needs: ['checker'],
  knownGap: () => 'Nothing is due before the date of the contract\'s last change, and Parameter Store moves that date although the text stays the same.',
  play: (scene) => {
    const [slot] = scene.slots(1);
    const unseen = scene.unseen(slot!);
    const notified = unseen.alert.knowableAt + unseen.alert.withinSeconds * 1000;
    const to = notified + DAY;
    return {
      conditions: [
        onSchedules(scene, { from: unseen.from, to }, { kind: 'none' }, 'disabled'),
        ...deployments(slot! + AFTER_DUE, to).map((at): Condition => ({
          from: at, to: at + EVERY,
          contract: (parameter) => (parameter === scene.pipeline.observed!.parameter ? { lastChanged: at } : undefined),
        })),
      ],
      begins: slot!,
      expectedAlerts: [unseen.alert],
      to,
    };
  },
};

function deployments(first: Instant, to: Instant): Instant[] {
  return Array.from({ length: Math.ceil((to - first) / EVERY) }, (_, index) => first + index * EVERY);
}

/** The second comes so long after the first, when that has long been notified. */
const LATER = 2 * HOUR;
const GAP_LASTS = 6 * HOUR;

/** A count that is up already cannot say that it has grown. */
export const secondUnverifiable: FaultDefinition = {
  id: 'secondUnverifiable',
  title: 'A second pipeline cannot be verified while a first one cannot',
  what: `The contract of another pipeline is corrupted, and ${LATER / HOUR} hours later its own. The alarm on pipelines that cannot be verified is up by then. Both have to be notified.`,
  expects: 'detected',
  needs: ['checker', 'neighbour'],
  knownGap: () => 'One alarm counts all pipelines that cannot be verified. While it is up, one more changes nothing that CloudWatch notifies of.',
  play: (scene) => {
    const first = scene.ready;
    const second = first + LATER;
    const heals = first + GAP_LASTS;
    const other = neighbourOf(scene.pipeline, scene.all)!;
    return {
      conditions: [corrupted(other, first, heals), corrupted(scene.pipeline, second, heals)],
      begins: first,
      expectedAlerts: [scene.unverifiableAt(first), scene.unverifiableAt(second)],
      severity: 'critical',
      heals,
      to: settled(scene, heals),
    };
  },
};

function corrupted({ observed }: PipelineModel, from: number, to: number): Condition {
  return { from, to, contract: (parameter) => (parameter === observed!.parameter ? { text: parameter.value.slice(0, 40) } : undefined) };
}

function settled(scene: Scene, heals: number): number {
  const [next] = scene.slots(1, heals);
  return Math.min(scene.settledAfter(next!), heals + 24 * HOUR);
}
