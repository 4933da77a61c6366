import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Checks } from '../deploy/checks';
import type { Language } from './language';
import { ROOT, run } from './run';
import { DEVELOPED_CDK, VERSION } from './synth';

const L1_TRIGGERS = path.join(ROOT, 'test/packaged/l1_triggers.py');
const WHEELS = path.join(ROOT, 'dist-jsii/python');

/** The wheel in a new virtual environment, beside what the package index has of its dependencies. */
export const PYTHON: Language = {
  folder: 'python',
  prepare: async (checks: Checks, temp: string): Promise<string> => {
    const wheels = readdirSync(WHEELS).filter((name) => name.endsWith('.whl'));
    if (wheels.length !== 1) throw new Error(`${WHEELS} has ${wheels.length} wheels`);
    const bin = path.join(temp, 'venv/bin');
    const python = path.join(bin, 'python');

    await checks.check('the wheel installs with aws-cdk-lib and constructs from the package index', () => {
      run(process.env.PYTHON ?? 'python3', ['-m', 'venv', path.join(temp, 'venv')], { cwd: temp });
      run(python, [
        '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile',
        path.join(WHEELS, wheels[0]), `aws-cdk-lib==${DEVELOPED_CDK}`, '--requirement', path.join(ROOT, 'examples/python/requirements.txt'),
      ], { cwd: temp });
      return installed(python, temp, ['cdk-observed-pipeline', 'aws-cdk-lib', 'constructs', 'jsii']);
    });
    await checks.check('the wheel brings the program observed-pipeline', () => {
      const printed = run(path.join(bin, 'observed-pipeline'), ['--version'], { cwd: temp }).trim();
      if (printed !== VERSION) throw new Error(`it says that it is ${printed}, not ${VERSION}`);
    });
    await checks.check('L1 schedules and rules are taken over, and mistakes are refused in words', () => run(python, [L1_TRIGGERS], { cwd: temp }).trim().split('\n').at(-1)!);
    return `${python} app.py`;
  },
};

function installed(python: string, cwd: string, names: readonly string[]): string {
  const script = 'import sys; from importlib.metadata import version; print(", ".join(f"{name} {version(name)}" for name in sys.argv[1:]))';
  return run(python, ['-c', script, ...names], { cwd }).trim();
}
