import { unique } from '../core/collections';
import { Drill } from '../drill/drill';
import { FAULTS } from '../drill/faults/catalogue';
import { AssemblyError } from '../template/read-assembly';
import { didYouMean } from './did-you-mean';
import type { Driller, DrillOrder } from './driller';
import { UserError } from './user-error';

/** Of more cells only the timelines of what is wrong are kept: the rest would fill the memory, and no report draws them. */
const MANY_CELLS = 400;

/** The drill itself, as the commands see it. */
export const OWN_DRILLER: Driller = {
  catalogue: () => Object.values(FAULTS).map(({ id, title, what, expects }) => ({ id, title, what, expected: expects })),
  play: async (order, onStep) => {
    const drill = drillOf(order);
    const pipelines = pipelinesOf(order, drill);
    const faults = order.faults.length === 0 ? Object.keys(FAULTS) : order.faults;
    const many = pipelines.length * faults.length > MANY_CELLS;
    return drill.runAll({
      pipelines, faults, years: order.years, workers: order.workers, timelines: !order.timelines ? 'none' : many ? 'wrong' : 'all',
      onProgress: ({ done, total, pipeline, result }) => onStep({ done, total, what: `${pipeline}: ${result === undefined ? 'a quiet year' : result.title}` }),
    });
  },
};

function drillOf({ app, from }: DrillOrder): Drill {
  try {
    return Drill.of(app, { app, from });
  } catch (error) {
    if (error instanceof AssemblyError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}

function pipelinesOf({ pipelines, app }: DrillOrder, drill: Drill): readonly string[] {
  if (pipelines.length === 0) return drill.pipelines;
  return unique(pipelines.map((name) => {
    try {
      return drill.nameOf(name);
    } catch (error) {
      if (error instanceof RangeError) throw new UserError(`in ${app}: ${error.message}${didYouMean(name, drill.pipelines)}`, { cause: error });
      throw error;
    }
  }));
}
