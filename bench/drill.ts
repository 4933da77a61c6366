import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { App } from 'aws-cdk-lib/core';
import { ExampleStack } from '../bin/example-stack';
import type * as Built from '../drill';
import { synthesizeMany } from './many-pipelines';
import { median, printTable } from './table';

/**
 * The figures of the drill as the package has it, on all cores: `npm run bench`. Nothing here passes or fails, since times depend
 * on the machine. Each round plays in its own process, so that its peak memory is its own.
 */

process.env.CDK_VALIDATION = 'false';
const MANY = 50;
const { Drill, FAULT_IDS } = require(path.resolve('cli-dist/drill.js')) as typeof Built;
const SELF = path.relative('.', __filename);

/** What is played, and how often: the big case takes minutes. */
const CASES = {
  year: { what: 'a quiet year of the example app, its three pipelines one after the other', goal: '', rounds: 3 },
  catalogue: { what: `the example app, all ${FAULT_IDS.length} faults`, goal: '', rounds: 3 },
  many: { what: `${MANY} pipelines, all ${FAULT_IDS.length} faults`, goal: '7 min on 2 cores, 200 MB a thread', rounds: 1 },
} as const;

type Case = keyof typeof CASES;

interface Round { readonly wallMillis: number; readonly cpuMillis: number; readonly peakBytes: number; readonly plays: number }

const PLAYS: Readonly<Record<Case, (drill: Built.Drill) => Promise<number>>> = {
  year: async (drill) => {
    for (const pipeline of drill.pipelines) await drill.year({ pipeline });
    return drill.pipelines.length;
  },
  catalogue: async (drill) => (await drill.runAll()).results.length,
  many: async (drill) => (await drill.runAll({ timelines: 'none' })).results.length,
};

async function playOnce(which: Case, assembly: string): Promise<Round> {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const plays = await PLAYS[which](Drill.of(assembly));
  const { user, system } = process.cpuUsage(cpu);
  return { wallMillis: performance.now() - wall, cpuMillis: (user + system) / 1000, peakBytes: process.resourceUsage().maxRSS * 1024, plays };
}

/** Plays in another process. */
function round(which: Case, assembly: string): Round {
  const tsx = path.resolve('node_modules/tsx/dist/cli.mjs');
  return JSON.parse(execFileSync(process.execPath, [tsx, SELF, which, assembly], { encoding: 'utf8' })) as Round;
}

const seconds = (millis: number): string => `${(millis / 1000).toFixed(1)} s`;
const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`;

function report(): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const app = new App({ outdir: path.join(folder, 'example') });
    new ExampleStack(app, 'ObservedExample', { email: 'data@example.com', phone: '+15550100' });
    app.synth();
    synthesizeMany(path.join(folder, 'many'), MANY);
    const assemblies: Readonly<Record<Case, string>> = { year: path.join(folder, 'example'), catalogue: path.join(folder, 'example'), many: path.join(folder, 'many') };

    console.log('\nThe drill:\n');
    printTable([
      ['', 'goal', 'cells', 'wall', 'CPU', 'peak memory', 'rounds'],
      ...(Object.keys(CASES) as Case[]).map((which) => {
        const { what, goal, rounds } = CASES[which];
        const all = Array.from({ length: rounds }, () => round(which, assemblies[which]));
        const of = (key: keyof Round): number => median(all.map((one) => one[key]));
        return [what, goal, String(of('plays')), seconds(of('wallMillis')), seconds(of('cpuMillis')), megabytes(of('peakBytes')), `median of ${rounds}`];
      }),
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const [which, assembly] = process.argv.slice(2);
if (which === undefined || assembly === undefined) report();
else void playOnce(which as Case, assembly).then((result) => console.log(JSON.stringify(result)));
