import path from 'node:path';
import type { Checks } from '../deploy/checks';
import type { Language } from './language';
import { ROOT, run } from './run';

/** The module by a `replace`, beside aws-cdk-go and constructs-go from the module proxy. */
export const GO: Language = {
  folder: 'go',
  prepare: async (checks: Checks, temp: string): Promise<string> => {
    const program = path.join(temp, 'example');
    await checks.check('the example compiles with the module, and vet finds nothing', () => {
      for (const command of [['build', '-o', program, '.'], ['vet', '.']]) run('go', command, { cwd: path.join(ROOT, 'examples/go') });
    });
    return program;
  },
};
