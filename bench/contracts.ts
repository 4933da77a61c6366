import { readContract } from '../core/contract/read-contract';
import type { Run, StageEvidence } from '../core/evidence/run';
import { evidenceFrom } from '../core/evidence/windows';
import { DAY, MINUTE } from '../core/time';
import { judge } from '../core/verdict/judge';
import { median, printTable } from './table';

/**
 * The time to judge the largest contracts that are accepted, compared with a usual one: `npm run bench`. One contract must not
 * use up the time of the others, so each has a budget of 100 ms.
 */

const NOW = Date.parse('2026-06-15T12:00:00Z');
const TIMES = 15;
const EXCLUDED = Array.from({ length: 400 }, (_, day) => new Date(NOW - day * DAY).toISOString().slice(0, 10));

interface Shape {
  readonly what: string;
  readonly schedule: string;
  readonly timeZone?: string;
  readonly stages: number;
  readonly maxDurationSeconds?: number;
  readonly more?: Record<string, unknown>;
}

/** The first is the usual contract with which the others are compared. */
const SHAPES: readonly Shape[] = [
  { what: 'nightly, 1 stage', schedule: 'cron(0 2 * * ? *)', stages: 1 },
  { what: 'every minute, 1 stage', schedule: 'cron(* * * * ? *)', stages: 1 },
  { what: 'every minute, 20 stages of 15 minutes', schedule: 'rate(1 minute)', stages: 20, maxDurationSeconds: 900 },
  { what: 'every minute, 5 stages of a day', schedule: 'cron(* * * * ? *)', stages: 5, maxDurationSeconds: 86_400 },
  { what: 'every minute, 5 stages, by 07:30 in Lord Howe', schedule: 'cron(* * * * ? *)', timeZone: 'Australia/Lord_Howe', stages: 5, more: { finishBy: '07:30' } },
  { what: 'every 2 minutes, 10 stages, 400 dates excluded', schedule: 'cron(0/2 * * * ? *)', timeZone: 'America/New_York', stages: 10, more: { excludeDates: EXCLUDED } },
  { what: 'every minute, 1 stage of 13 days', schedule: 'rate(1 minute)', stages: 1, maxDurationSeconds: 13 * 86_400 },
  { what: 'hourly, 20 stages of 7 days', schedule: 'cron(0 * * * ? *)', timeZone: 'Europe/Berlin', stages: 20, maxDurationSeconds: 7 * 86_400 },
];

function contractOf({ schedule, timeZone = 'UTC', stages, maxDurationSeconds = 600, more }: Shape): ReturnType<typeof readContract> {
  return readContract(JSON.stringify({
    version: 1, pipeline: 'Largest',
    expectation: { failuresToAlarm: 1, successesToRecover: 1, schedule, timeZone, startEarlyBySeconds: 30, flexibleWindowSeconds: 0, ...more },
    stages: Array.from({ length: stages }, (_, index) => ({
      name: `stage${index}`, source: { kind: 'lambdaFunction', functionName: `function${index}` },
      startWithinSeconds: 900, maxDurationSeconds, publicationDelaySeconds: 720, minSuccessfulRuns: 1, optional: false, retryWithinSeconds: 0,
    })),
  }), NOW - 400 * DAY);
}

/** One run each minute, so that every slot has at least one. */
function evidenceOf(contract: ReturnType<typeof contractOf>): StageEvidence[] {
  const from = evidenceFrom(contract, 'history', NOW) ?? NOW;
  const minutes = Math.floor((NOW - from) / MINUTE);
  const runs = Array.from({ length: Math.min(minutes, 20_000) }, (_, index): Run => ({ start: NOW - (index + 1) * MINUTE, end: NOW - index * MINUTE, outcome: 'succeeded' }));
  return contract.stages.map(({ name }) => ({ stage: name, runs, from, confirmsFailure: true }));
}

function measured(shape: Shape): { readonly slots: number; readonly runs: number; readonly millis: number } {
  const contract = contractOf(shape);
  const evidence = evidenceOf(contract);
  let slots = 0;
  const all = Array.from({ length: TIMES }, () => {
    const before = process.cpuUsage();
    slots = judge(contract, evidence, NOW).slots.length;
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return { slots: slots * contract.stages.length, runs: evidence.reduce((sum, { runs }) => sum + runs.length, 0), millis: median(all) };
}

const results = SHAPES.map((shape) => ({ what: shape.what, ...measured(shape) }));
console.log(`\nJudging the largest contracts that are accepted, CPU time, median of ${TIMES} (budget: 100 ms):\n`);
printTable([
  ['contract', 'slots of stages', 'runs', 'CPU', 'compared with a nightly one'],
  ...results.map(({ what, slots, runs, millis }) => [what, slots.toLocaleString('en-US'), runs.toLocaleString('en-US'), `${millis.toFixed(1)} ms`, `${(millis / results[0]!.millis).toFixed(0)} x`]),
]);
