import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from './user-error';

/** Refuses a file that cannot be written, before the drill spends minutes on its contents. */
export function checkWritable(file: string): void {
  const folder = path.dirname(path.resolve(file));
  if (!isFolder(folder)) throw new UserError(`cannot write ${file}: there is no folder ${folder}. Create it first, or name another file.`);
  if (isFolder(file)) throw new UserError(`cannot write ${file}: it is a folder. Name a file in it, for example ${path.join(file, 'drill.html')}.`);
}

/** Writes a file. @throws UserError that names the file */
export function writeOutput(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function isFolder(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
