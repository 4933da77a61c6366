import { Drill } from '../drill/drill';
import { FAULTS } from '../drill/faults/catalogue';
import { OUTCOMES } from '../drill/report/outcome-text';
import type { DrillResult, YearResult } from '../drill/result';
import { AssemblyError } from '../template/read-assembly';
import { didYouMean } from './did-you-mean';
import type { Driller, DrillOrder } from './driller';
import type { Step } from './progress';
import { UserError } from './user-error';

/** Timelines of more cells than this would fill the memory, and no report draws them. */
const MOST_TIMELINES = 400;

/** The drill itself, as the commands see it. */
export const OWN_DRILLER: Driller = {
  catalogue: () => Object.values(FAULTS).map(({ id, title, what, expects }) => ({ id, title, what, expected: expects })),
  play: async (order, onStep) => {
    const drill = drillOf(order);
    const pipelines = pipelinesOf(order, drill);
    const faults = order.faults.length === 0 ? Object.keys(FAULTS) : order.faults;
    const zones = order.years;
    const total = pipelines.length * (faults.length + zones.length);
    const many = pipelines.length * faults.length > MOST_TIMELINES;
    const report = await drill.runAll({
      pipelines, faults, timelines: order.timelines && !many,
      onProgress: ({ done, pipeline, result }) => onStep({ done, total, what: result === undefined ? pipeline : `${pipeline}: ${result.title}` }),
    });
    const begun = Date.now();
    const years = await playYears(drill, pipelines, zones, (step) => onStep({ ...step, done: report.results.length + step.done, total }));
    const results = order.timelines && many ? await withTimelinesOfWrong(drill, report.results) : report.results;
    return { ...report, results, years, notPlayed: drill.notPlayed, tookMillis: report.tookMillis + Date.now() - begun };
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
  return [...new Set(pipelines.map((name) => {
    try {
      return drill.nameOf(name);
    } catch (error) {
      if (error instanceof RangeError) throw new UserError(`in ${app}: ${error.message}${didYouMean(name, drill.pipelines)}`, { cause: error });
      throw error;
    }
  }))];
}

/** Plays again what is wrong, for its timelines: the same fault gives the same result. */
async function withTimelinesOfWrong(drill: Drill, results: readonly DrillResult[]): Promise<DrillResult[]> {
  let left = MOST_TIMELINES;
  const complete: DrillResult[] = [];
  for (const result of results) {
    const again = OUTCOMES[result.outcome].wrong && left > 0;
    if (again) left -= 1;
    complete.push(again ? await drill.run(result.fault, { pipeline: result.pipeline }) : result);
  }
  return complete;
}

async function playYears(drill: Drill, pipelines: readonly string[], zones: DrillOrder['years'], onStep: (step: Pick<Step, 'done' | 'what'>) => void): Promise<YearResult[]> {
  const years: YearResult[] = [];
  for (const timeZone of zones) {
    for (const pipeline of pipelines) {
      onStep({ done: years.length, what: `${pipeline}: a quiet year` });
      years.push(await drill.year({ pipeline, timeZone }));
    }
  }
  return years;
}
