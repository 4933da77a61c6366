import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Processes } from './processes';
import { say } from './progress';

const REQUIREMENTS = path.join(__dirname, 'requirements.txt');
const REMEDY = 'install Python 3.10 or newer with its venv module (Debian: apt install python3-venv), or set PYTHON to its path';

/** The folder with the commands of the virtual environment; made when it is missing or other than what is required. */
export async function pythonEnvironment(processes: Processes, root: string, temp: string): Promise<string> {
  const folder = path.join(root, '.venv');
  const bin = path.join(folder, 'bin');
  const installed = path.join(folder, 'requirements.txt');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === readFileSync(REQUIREMENTS, 'utf8') && works(path.join(bin, 'python'))) return bin;

  const python = process.env.PYTHON ?? 'python3';
  if (!works(python)) throw new Error(`the deployment test needs Python, and '${python}' is none of at least 3.10: ${REMEDY}`);
  say('installing the emulator and cfn-lint into .venv/');
  rmSync(folder, { recursive: true, force: true });
  const start = { env: process.env, log: path.join(temp, 'python.log') };
  await processes.run(python, ['-m', 'venv', folder], start).catch((error: unknown) => {
    throw new Error(`no virtual environment could be made: ${REMEDY}\n${(error as Error).message}`);
  });
  await processes.run(path.join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--requirement', REQUIREMENTS], start);
  copyFileSync(REQUIREMENTS, installed);
  return bin;
}

function works(python: string): boolean {
  return spawnSync(python, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0;
}
