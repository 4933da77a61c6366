import type { Fault } from './fault';
import { ofTheChecker } from './of-the-checker';

/** The pipeline's contract cannot be read. */
export const contractCorrupted: Fault = {
  id: 'contractCorrupted',
  title: 'Its contract is corrupted',
  what: 'Somebody edits the parameter in which the pipeline\'s contract is stored; it is no JSON any more, for three hours.',
  expects: 'told',
  needs: ['checker'],
  play: (scene) => {
    const name = scene.pipeline.observed!.parameter!.name;
    return ofTheChecker(scene, (span) => ({
      ...span, contract: (parameter) => (parameter.name === name ? { text: parameter.value.slice(0, 40) } : undefined),
    }), (one, at) => one.unverifiableAt(at));
  },
};
