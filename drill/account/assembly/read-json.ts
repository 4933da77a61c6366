import { readFileSync } from 'node:fs';
import { AssemblyError } from './assembly-error';

/** Reads a file of JSON. @throws AssemblyError */
export function readJson(file: string): unknown {
  const text = readText(file);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AssemblyError(file, `is not JSON (${(error as Error).message}). Run "cdk synth" again.`, { cause: error });
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const problem = missing ? 'does not exist' : `cannot be read (${(error as Error).message})`;
    const remedy = 'Run "cdk synth", then name the directory that it writes, cdk.out unless told otherwise.';
    throw new AssemblyError(file, `${problem}. ${remedy}`, { cause: error });
  }
}
