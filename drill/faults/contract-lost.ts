import type { ParameterModel } from '../account/model';
import type { Observed } from '../pipeline';
import type { Fault } from './fault';
import { ofTheChecker } from './of-the-checker';

interface Loss extends Pick<Fault, 'id' | 'title' | 'what'> {
  /** What is deleted. */
  readonly lost: (observed: Observed) => readonly (ParameterModel | undefined)[];
  readonly knownGap: (observed: Observed) => string | undefined;
}

/** Somebody deletes what the observatory keeps of a pipeline, and leaves its alarms: nothing proves that it lives any more. */
function lost({ lost: parametersOf, knownGap, ...loss }: Loss): Fault {
  return {
    ...loss,
    expects: 'told',
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
