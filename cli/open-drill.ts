import { Drill, type DrillOptions } from '../drill/drill';
import { AssemblyError } from '../template/read-assembly';
import { UserError } from './user-error';

/** What the `drill` command needs of a drill. */
export type OpenedDrill = Pick<Drill, 'pipelines' | 'nameOf' | 'runAll'>;

/** Opens a drill of the cloud assembly in a folder. Tests of the command give a function of their own. */
export type OpenDrill = (folder: string, options: DrillOptions) => OpenedDrill;

/** Opens a drill of the cloud assembly in a folder. @throws UserError when the folder holds no readable assembly */
export function openDrill(folder: string, options: DrillOptions): OpenedDrill {
  try {
    return Drill.of(folder, options);
  } catch (error) {
    if (error instanceof AssemblyError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}
