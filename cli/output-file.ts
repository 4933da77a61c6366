import { closeSync, existsSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { UserError } from './user-error';

/** Refuses a file that cannot be written, before the drill spends minutes on its contents. */
export function checkWritable(file: string): void {
  if (file === '') throw new UserError('--html names no file. Write for example --html drill.html');
  const folder = path.dirname(path.resolve(file));
  if (!isFolder(folder)) throw new UserError(`cannot write ${file}: there is no folder ${folder}. Create it first, or name another file.`);
  if (isFolder(file)) throw new UserError(`cannot write ${file}: it is a folder. Name a file in it, for example ${path.join(file, 'drill.html')}.`);
  // Permissions, read-only file systems and long names are known only to who opens the file.
  const isNew = !existsSync(file);
  orUserError(file, () => closeSync(openSync(file, 'a')));
  if (isNew) rmSync(file, { force: true });
}

/** Writes a file. @throws UserError that names the file */
export function writeOutput(file: string, text: string): void {
  orUserError(file, () => writeFileSync(file, text));
}

function orUserError(file: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw new UserError(`cannot write ${file}: ${(error as Error).message}`, { cause: error });
  }
}

function isFolder(file: string): boolean {
  return existsSync(file) && statSync(file).isDirectory();
}
