import { DAY, HOUR, Instant, MINUTE } from '../../core/time';
import { type ParameterModel, targetOf } from '../../template/model';
import { neighbourOf, type Observed, PipelineModel, timesOf } from '../../template/pipeline';
import type { Condition } from '../simulation/conditions';
import type { ExpectedAlert, FaultDefinition, Play, Scene, Span } from './fault';
import { checkerOf, onCalls, onSchedules, onTicks } from './inject';
import { isAbout } from './own-topics';

const LASTS = 3 * HOUR;
/** The checker looks at a pipeline at least this often, whatever its ledger says. */
const LOOKS_WITHIN = 6 * HOUR;

/** A condition affects the checker, by default for three hours. */
function ofTheChecker(scene: Scene, condition: (span: Span) => Condition, alert: (scene: Scene, knowableAt: number) => ExpectedAlert, lasts = LASTS): Play {
  const begins = scene.ready;
  const heals = begins + lasts;
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
  what: 'Each invocation of the checker ends with an error for three hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => ofTheChecker(scene, (span) => onTicks(scene, span, (plan) => ({ ...plan, outcome: 'failed' })), (one, at) => one.checkerSilentAt(at)),
};

/** The checker gets no Lambda concurrency. */
export const checkerThrottled: FaultDefinition = {
  id: 'checkerThrottled',
  title: 'The checker is throttled',
  what: 'Another workload uses up the account\'s concurrency, and the checker gets none for three hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => ofTheChecker(scene, (span) => onTicks(scene, span, (plan) => ({ ...plan, throttled: true })), (one, at) => one.checkerSilentAt(at)),
};

/** Nothing invokes the checker. */
export const checkerScheduleDisabled: FaultDefinition = {
  id: 'checkerScheduleDisabled',
  title: 'The checker\'s schedule is disabled',
  what: 'Someone disables the checker\'s schedule for three hours. The checker does not fail; it does not run at all.',
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

/** The checker runs but cannot read metrics. */
export const checkerCannotReadMetrics: FaultDefinition = {
  id: 'checkerCannotReadMetrics',
  title: 'The checker can no longer read metrics',
  what: 'Someone revokes the permission to read metrics for nine hours. The checker runs but cannot tell whether any pipeline is alive. It notices when it reads metrics: when a run is due, and at least every six hours.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => ofTheChecker(
    scene, (span) => onCalls(scene, span, 'GetMetricData', accessDenied('cloudwatch:GetMetricData')), (one, at) => one.unverifiableAt(lookedAt(one, at)), LOOKS_WITHIN + LASTS,
  ),
};

/** When the checker reads metrics again after an instant: for a run that is due, or because the last time is long ago. */
function lookedAt(scene: Scene, after: Instant): Instant {
  // Nothing is due at a certain time where only the silence is limited.
  const [slot] = timesOf(scene.pipeline) === undefined ? [Infinity] : scene.slots(1, after);
  return Math.min(slot!, after + LOOKS_WITHIN);
}

/** The checker reads everything but cannot publish its results. */
export const putMetricDataFails: FaultDefinition = {
  id: 'putMetricDataFails',
  title: 'The checker cannot publish',
  what: 'PutMetricData fails for three hours. The checker still evaluates the pipelines, but none of its results arrive.',
  expects: 'detected',
  needs: ['checker'],
  play: (scene) => ofTheChecker(
    scene, (span) => onCalls(scene, span, 'PutMetricData', accessDenied('cloudwatch:PutMetricData')), (one, at) => one.checkerSilentAt(at),
  ),
};

/** The pipeline's own alarm says after three ticks that it cannot be verified, whichever other alarm is up. */
function unverifiableByName(scene: Scene, knowableAt: Instant): ExpectedAlert {
  return { ...scene.unverifiableAt(knowableAt), severity: 'ofThePipeline', isMetBy: isAbout(scene.account, scene.pipeline) };
}

/** The pipeline's contract cannot be read. */
export const contractCorrupted: FaultDefinition = {
  id: 'contractCorrupted',
  title: 'The pipeline\'s contract is corrupted',
  what: 'Someone edits the parameter that stores the pipeline\'s contract. For three hours it is not valid JSON.',
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
  /** The deleted parameters. */
  readonly lost: (observed: Observed) => readonly (ParameterModel | undefined)[];
}

/** Someone deletes the observatory's parameters of a pipeline but leaves its alarms. Nothing checks the pipeline any more. */
function lost({ lost: parametersOf, ...loss }: Loss): FaultDefinition {
  return {
    ...loss,
    expects: 'detected',
    needs: ['checker'],
    play: (scene) => {
      const gone = parametersOf(scene.pipeline.observed!);
      return ofTheChecker(
        scene, (span) => ({ ...span, contract: (parameter) => (gone.includes(parameter) ? { deleted: true } : undefined) }), unverifiableByName,
      );
    },
  };
}

/** The contract is gone, but the notifier's profile of the pipeline is still there. */
export const contractDeleted = lost({
  id: 'contractDeleted',
  title: 'The pipeline\'s contract is deleted',
  what: 'Someone deletes the parameter that stores the pipeline\'s contract, and its alarms stay. For three hours nothing is expected of the pipeline.',
  lost: ({ parameter }) => [parameter],
});

/** All parameters that the observatory keeps of the pipeline are gone. */
export const contractAndProfileDeleted = lost({
  id: 'contractAndProfileDeleted',
  title: 'The pipeline\'s contract and profile are deleted',
  what: 'Someone deletes all parameters of the pipeline, and its alarms stay. For three hours nothing is expected of the pipeline.',
  lost: ({ parameter, profile }) => [parameter, profile?.parameter],
});

const EVERY = 12 * HOUR;
/** Time from the missing run's due time to the first deployment. */
const AFTER_DUE = 5 * MINUTE;

/**
 * CloudFormation rewrites a parameter on every update of the resource, even for a tag. So the parameter's date changes although
 * its text does not. (AWS Systems Manager API reference, PutParameter)
 */
export const contractTouched: FaultDefinition = {
  id: 'contractTouched',
  title: 'Deployments touch the contract, and a run is missing',
  what: `A run is missing. A deployment with new tags rewrites the contract ${AFTER_DUE / MINUTE} minutes after the due time and every ${EVERY / HOUR} hours from then on. The contract's text stays the same, so the run is still due.`,
  expects: 'detected',
  needs: ['checker'],
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

/** Time between the two corrupted contracts; people have long been notified of the first. */
const LATER = 2 * HOUR;
const GAP_LASTS = 6 * HOUR;

/** An alarm on a count that is already in ALARM cannot show that the count has grown. */
export const secondUnverifiable: FaultDefinition = {
  id: 'secondUnverifiable',
  title: 'A second pipeline cannot be verified while a first one cannot',
  what: `The contract of another pipeline is corrupted, and this pipeline's contract ${LATER / HOUR} hours later. The alarm on pipelines that cannot be verified is already in ALARM by then. People must be notified of both, of this one by its name.`,
  expects: 'detected',
  needs: ['checker', 'neighbour'],
  play: (scene) => {
    const first = scene.ready;
    const second = first + LATER;
    const heals = first + GAP_LASTS;
    const other = neighbourOf(scene.pipeline, scene.all)!;
    return {
      conditions: [corrupted(other, first, heals), corrupted(scene.pipeline, second, heals)],
      begins: first,
      expectedAlerts: [scene.unverifiableAt(first), unverifiableByName(scene, second)],
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
