import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { MetricBatch } from '../core/evidence/metric-plan';
import { Instant } from '../core/time';
import { CheckerPorts, Datum } from '../lambda/checker/ports';
import { tick } from '../lambda/checker/tick';
import { FakeLedger } from '../test/lambda/shared/fake-ledger';
import { importMillis } from './import-millis';
import { Contender, NOTHING, OURS, PEER, stackOf } from './pipelines';
import { held, median, printTable } from './table';

/**
 * The figures of the constructs, the package and the checker, compared with cdk-monitoring-constructs in the same run:
 * `npm run bench`. It exits with 1 if a size or a ratio misses its goal.
 */

process.env.CDK_VALIDATION = 'false';
const PIPELINES = 20;
const ROUNDS = 5;

interface Measured { resources: number; bytes: number; compactBytes: number; cpuMillis: number }

function measure(contender: Contender, pipelines: number): Measured {
  const started = process.cpuUsage();
  const { app } = stackOf(contender, pipelines);
  const artifact = app.synth().getStackArtifact('Bench');
  const { user, system } = process.cpuUsage(started);
  const template = artifact.template as { Resources: object };
  return {
    resources: Object.keys(template.Resources).length,
    bytes: statSync(artifact.templateFullPath).size,
    compactBytes: JSON.stringify(template).length,
    cpuMillis: (user + system) / 1000,
  };
}

function perPipeline(contender: Contender): Measured {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const [one, many, bare] = [measure(contender, 1), measure(contender, PIPELINES + 1), measure(NOTHING, PIPELINES + 1)];
    const bareOne = measure(NOTHING, 1);
    const each = (key: keyof Measured): number => (many[key] - one[key] - (bare[key] - bareOne[key])) / PIPELINES;
    return { resources: each('resources'), bytes: each('bytes'), compactBytes: each('compactBytes'), cpuMillis: each('cpuMillis') };
  }).slice(1); // the first one also loads and compiles the modules
  const of = (key: keyof Measured): number => median(rounds.map((round) => round[key]));
  return { resources: of('resources'), bytes: of('bytes'), compactBytes: of('compactBytes'), cpuMillis: of('cpuMillis') };
}

function mostInOneStack(contender: Contender): number {
  const LIMIT = 500;
  const resources = (pipelines: number): number => measure(contender, pipelines).resources;
  const [one, two] = [resources(1), resources(2)];
  return 1 + Math.floor((LIMIT - one) / (two - one));
}

/** One tick over healthy pipelines of one machine and one function each, with every call answered at once. */
async function checkerTick(pipelines: number): Promise<{ calls: number; metrics: number; cpuMillis: number; complete: boolean }> {
  const now = Date.UTC(2026, 10, 22, 12, 2);
  let calls = 0;
  let metrics = 0;
  const contract = (index: number): string => JSON.stringify({
    version: 1,
    pipeline: `Nightly${index}`,
    expectation: { failuresToAlarm: 1, successesToRecover: 1, schedule: 'cron(0 2 * * ? *)', timeZone: 'America/New_York', startEarlyBySeconds: 60, flexibleWindowSeconds: 0 },
    stages: [
      { name: 'Load', source: { kind: 'stateMachine', stateMachineArn: `arn:aws:states:eu-west-1:1:stateMachine:m${index}`, type: 'STANDARD' }, startWithinSeconds: 900, maxDurationSeconds: 7200, publicationDelaySeconds: 120, retryWithinSeconds: 0, minSuccessfulRuns: 1, optional: false },
      { name: 'Publish', source: { kind: 'lambdaFunction', functionName: `f${index}` }, startWithinSeconds: 8100, maxDurationSeconds: 300, publicationDelaySeconds: 720, retryWithinSeconds: 0, minSuccessfulRuns: 1, optional: false },
    ],
  });
  const profile = (index: number): string => JSON.stringify({ version: 1, pipeline: `p${index}`, severity: 'critical', upstreamPipelines: [], muteWindows: [], topics: [], stages: [], includeExecutionData: false });
  const due = Date.UTC(2026, 10, 22, 7);
  const values: Record<string, number> = { ExecutionsSucceeded: 1, ExecutionTime: 600_000, Invocations: 1 };
  const ledger = new FakeLedger();
  const ports: CheckerPorts = {
    topics: [],
    hasProfiles: true,
    ledger,
    contractText: async () => { throw new Error('no contract is missing'); },
    hasAlarm: async () => { throw new Error('no contract is missing'); },
    readTopic: async () => { throw new Error('there are no topics'); },
    async* contracts() {
      for (let index = 0; index < pipelines; index += 1) yield { name: `p${index}`, text: contract(index), lastChanged: Date.UTC(2026, 0, 1) };
    },
    async* profiles() {
      for (let index = 0; index < pipelines; index += 1) yield { name: `profiles/p${index}`, text: profile(index), lastChanged: Date.UTC(2026, 0, 1) };
    },
    readMetrics: async (batch: MetricBatch) => {
      calls += 1;
      metrics += batch.reads.length;
      return {
        points: new Map(batch.reads.map(({ key, row }) => [key, values[row.metric] === undefined ? [] : [{ at: due + 900_000, value: values[row.metric] }]])),
        problems: new Map(),
      };
    },
    listExecutions: async () => { throw new Error('a healthy pipeline needs no listing'); },
    publish: async (_data: readonly Datum[], _now: Instant) => undefined,
    log: () => undefined,
    timeLeft: () => 60_000,
  };
  const started = process.cpuUsage();
  const { complete } = await tick(ports, now);
  const { user, system } = process.cpuUsage(started);
  return { calls, metrics, cpuMillis: (user + system) / 1000, complete };
}

/** The bytes of a pipeline by resource type, as CDK writes them. */
function bytesByType(): string[][] {
  const sizes = (pipelines: number): Map<string, number> => {
    const { Resources } = stackOf(OURS, pipelines).app.synth().getStackArtifact('Bench').template as { Resources: Record<string, { Type: string }> };
    const byType = new Map<string, number>();
    for (const [id, resource] of Object.entries(Resources)) {
      byType.set(resource.Type, (byType.get(resource.Type) ?? 0) + JSON.stringify({ [id]: resource }, undefined, 1).length);
    }
    return byType;
  };
  const [one, many] = [sizes(1), sizes(PIPELINES + 1)];
  const of = (type: string): number => ((many.get(type) ?? 0) - (one.get(type) ?? 0)) / PIPELINES;
  return [
    ...['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::Dashboard', 'AWS::SSM::Parameter'].map((type) => [type, kb(of(type))]),
    ['policies of checker and notifier', kb(of('AWS::IAM::Policy') + of('AWS::IAM::ManagedPolicy'))],
  ];
}

const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;
const times = (ratio: number): string => `${ratio.toFixed(2)}x`;

/** How large the npm package is, as npm packs what is built. */
function packed(): { readonly size: number; readonly unpackedSize: number } {
  const [pack] = JSON.parse(execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' })) as [{ size: number; unpackedSize: number }];
  return pack;
}

/** How long a fresh process takes to load the built package, its peers included. */
function requireMillis(): number {
  const script = `const t=performance.now();require(${JSON.stringify(path.resolve('dist/lib/index.js'))});console.log(performance.now()-t)`;
  return median(Array.from({ length: 9 }, () => Number(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }))));
}

async function main(): Promise<void> {
  console.log(`For each pipeline of one function and one state machine, beyond the workload and what is shared (median of ${ROUNDS}):\n`);
  const [ours, peer] = [perPipeline(OURS), perPipeline(PEER)];
  const row = (what: string, key: keyof Measured, most: number | undefined, show: (value: number) => string): string[] => {
    const relative = ours[key] / peer[key];
    return [what, show(ours[key]), show(peer[key]), times(relative), most === undefined ? '' : held(relative, '<=', most, times)];
  };
  const mostPipelines = mostInOneStack(OURS);
  printTable([
    ['', OURS.name, PEER.name, 'ratio', 'goal'],
    row('resources', 'resources', undefined, (value) => value.toFixed(1)),
    row('template, as CDK writes it', 'bytes', undefined, kb),
    row('template, without indentation', 'compactBytes', 1, kb),
    row('CPU of build and synth', 'cpuMillis', 1.4, (value) => `${value.toFixed(1)} ms`),
    ['pipelines with workload in one stack', `${mostPipelines}`, `${mostInOneStack(PEER)}`, '', held(mostPipelines, '>=', 33)],
  ]);
  console.log('\nThe template by resource type:\n');
  printTable([['resource type', 'per pipeline'], ...bytesByType()]);

  console.log('\nThe package, as it is built:\n');
  const { size, unpackedSize } = packed();
  printTable([
    ['', 'measured', 'goal'],
    ['tarball', kb(size), held(size, '<=', 1_300_000, kb)],
    ['unpacked', kb(unpackedSize), held(unpackedSize, '<=', 5_000_000, kb)],
    ['require, in a fresh process', `${requireMillis().toFixed(0)} ms`, '<= 120 ms, on an idle machine'],
  ]);

  console.log('\nThe checker:\n');
  const bundle = path.resolve('assets/checker/index.mjs');
  const ticks = [];
  for (let round = 0; round < 3; round += 1) ticks.push(await checkerTick(1000));
  const [{ calls, metrics, complete }] = ticks;
  const bytes = readFileSync(bundle).length;
  printTable([
    ['', 'measured', 'goal'],
    ['pipelines judged in one tick', complete ? '1000' : 'incomplete', held(complete ? 1000 : 0, '>=', 1000)],
    [`GetMetricData calls for ${metrics} metrics`, `${calls}`, held(calls, '<=', Math.ceil(metrics / 500))],
    ['CPU of that tick', `${median(ticks.map(({ cpuMillis }) => cpuMillis)).toFixed(0)} ms`, ''],
    ['bundle', kb(bytes), held(bytes, '<=', 400_000, kb)],
    ['import of the bundle', `${importMillis(bundle).toFixed(0)} ms`, '<= 80 ms, on an idle machine'],
  ]);
}

void main();
