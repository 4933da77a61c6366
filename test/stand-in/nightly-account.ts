import { Profile } from '../../core/contract/profile';
import { DAY, HOUR, MINUTE } from '../../core/time';
import { functionStage, machineStage, nightly } from '../lambda/checker/fake-contracts';
import type { AccountContent } from './account';
import type { AskedMetric, Point } from './services/cloudwatch';
import type { Parameter } from './services/parameter-store';

export const PATH = '/observed-pipeline/Prod';

/** About so many can the role of one checker name, where stacks have 40 pipelines (lib/observatory/access-policies.ts). */
const MOST_MACHINES = 400;

/** How the nights of an account's pipelines were. */
export type Nights = 'healthy' | 'missed';

/** By how much the clock of a run is ahead of what it is: for every run it is noon, far from any night. */
export function untilNoon(): number {
  const now = Date.now();
  return Math.ceil(now / DAY) * DAY + 12 * HOUR - now;
}

/** An observatory of many nightly pipelines: as many machines as one checker may list, the rest functions. */
export function nightlyAccount(pipelines: number, nights: Nights): AccountContent {
  const since = Date.now() - 30 * DAY;
  const parameters = new Map<string, Parameter>();
  for (let index = 0; index < pipelines; index += 1) {
    const pipeline = `Nightly${index}`;
    const stage = index < MOST_MACHINES ? machineStage(pipeline) : functionStage(pipeline);
    parameters.set(`${PATH}/${pipeline}`, { text: JSON.stringify(nightly(pipeline, [stage])), lastChanged: since });
    parameters.set(`${PATH}/profiles/${pipeline}`, { text: JSON.stringify(profileOf(pipeline, stage)), lastChanged: since });
  }
  return { parameters, points: nights === 'healthy' ? healthyPoints : () => [] };
}

function profileOf(pipeline: string, stage: ReturnType<typeof functionStage>): Profile {
  return {
    version: 1, pipeline, severity: 'critical', owner: 'data-platform', runbookUrl: 'https://wiki.example.com/nightly', upstreamPipelines: [], muteWindows: [], topics: [],
    stages: [{ name: String(stage.name), source: stage.source as Profile['stages'][number]['source'] }], includeExecutionData: false,
  };
}

/** A run at 02:00 each night that took ten minutes. */
const VALUES: Readonly<Record<string, { readonly at: number; readonly value: number }>> = {
  Invocations: { at: 2 * HOUR, value: 1 },
  ExecutionsSucceeded: { at: 2 * HOUR + 10 * MINUTE, value: 1 },
  ExecutionTime: { at: 2 * HOUR + 10 * MINUTE, value: 10 * MINUTE },
};

function healthyPoints({ metric }: AskedMetric, from: number, to: number): Point[] {
  const night = VALUES[metric];
  if (night === undefined) return [];
  const points: Point[] = [];
  for (let day = Math.floor(from / DAY) * DAY; day < to; day += DAY) {
    const at = day + night.at;
    if (at >= from && at < to) points.push({ at, value: night.value });
  }
  return points;
}
