import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { App } from 'aws-cdk-lib/core';
import { ExampleStack } from '../bin/example-stack';
import { digestMessage } from '../core/digest/digest-message';
import { parseSchedule } from '../core/schedule/parse';
import { utf8Bytes } from '../core/text/plain-text';
import { DAY, HOUR, Instant, MINUTE } from '../core/time';
import { DEFAULT_SETTINGS } from '../drill/simulation/settings';
import { accountsOf } from '../drill/source';
import { playYear } from '../drill/year';
import { gatherDigest } from '../lambda/notifier/digest/gather-digest';
import type { NotifierEnvironment } from '../lambda/notifier/environment';
import { receive } from '../lambda/notifier/receive';
import { tick } from '../lambda/notifier/tick';
import { findPipelines } from '../template/find-pipelines';
import { withTriggers } from '../template/pipeline';
import { functionStage, machineStage, nightly } from '../test/lambda/checker/fake-contracts';
import { FakeNotifierPorts, NotifierDisturbances } from '../test/lambda/notifier/fake-notifier-ports';
import { addPipeline, change, CRITICAL, ENVIRONMENT } from '../test/lambda/notifier/scene';
import { importMillis } from './import-millis';
import { held, median, printTable } from './table';

/**
 * The notifier's latency, its messages when many pipelines fail, and what a digest reads: `npm run bench`. It exits with 1 if a
 * size or a number misses its goal. Every AWS call is answered from memory, after a pause where latency is measured.
 */

process.env.CDK_VALIDATION = 'false';
const ROUNDS = 9;
/** A call within a Region takes about this long. */
const CALL_MILLIS = 20;
const STORM = 200;
const MANY = 1000;
const DUE = Date.UTC(2026, 10, 23, 2);
const NOW = DUE + 90 * MINUTE;

async function cpuOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Pipelines of one function, deployed an hour before their first night, in which none of them ran. */
function broken(count: number): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  for (let index = 0; index < count; index += 1) addPipeline(ports, { pipeline: `P${index}` }, nightly(`P${index}`), DUE - HOUR);
  return ports;
}

/** Lets each call take some time, until the message is sent. */
function slow(ports: FakeNotifierPorts): void {
  const wait = (): Promise<void> => pause(CALL_MILLIS);
  const calls: (keyof NotifierDisturbances)[] = ['metrics', 'executions', 'load', 'loadAll', 'save', 'acquireSendSlot', 'publish', 'parameters', 'subscribers'];
  ports.disturb = Object.fromEntries(calls.map((call) => [call, wait]));
  const answers = Object.entries(ports.diagnosis).map(([name, call]) => [name, async (...args: unknown[]) => {
    await wait();
    return (call as (...given: unknown[]) => Promise<unknown>)(...args);
  }]);
  ports.diagnosis = Object.fromEntries(answers) as FakeNotifierPorts['diagnosis'];
}

/** From the alarm's message to the topic: how long, and how much of it is the notifier's own work. */
async function firstMessage(): Promise<{ toTopicMillis: number; cpuMillis: number }> {
  const ports = broken(1);
  slow(ports);
  const began = performance.now();
  let toTopicMillis = NaN;
  ports.disturb.sent = () => { toTopicMillis = performance.now() - began; };
  const cpuMillis = await cpuOf(() => receive(ports, ENVIRONMENT, change('P0', 'ProofOfLife', 'ALARM', NOW), NOW));
  return { toTopicMillis, cpuMillis };
}

/** Many pipelines break within a minute, and recover an hour later. */
async function storm(): Promise<{ ports: FakeNotifierPorts; cpuMillis: number; opened: number }> {
  const ports = broken(STORM);
  const tell = async (state: 'ALARM' | 'OK', from: Instant): Promise<void> => {
    for (let index = 0; index < STORM; index += 1) {
      const at = from + Math.floor(index / STORM * MINUTE);
      const alarm = change(`P${index}`, 'ProofOfLife', state, at);
      ports.alarmsNow.set(alarm.alarmName, { state, since: at });
      await receive(ports, ENVIRONMENT, alarm, at);
    }
    for (let minute = 1; minute <= 20; minute += 1) await tick(ports, ENVIRONMENT, from + minute * MINUTE);
  };
  let opened = 0;
  const cpuMillis = await cpuOf(async () => {
    await tell('ALARM', NOW);
    opened = ports.published.length;
    for (let index = 0; index < STORM; index += 1) ports.functionRan(`P${index}`, NOW + 50 * MINUTE);
    await tell('OK', NOW + 2 * HOUR);
  });
  return { ports, cpuMillis, opened };
}

async function digest(): Promise<{ ports: FakeNotifierPorts; cpuMillis: number; bytes: number }> {
  const slot = Date.UTC(2026, 10, 23, 8);
  const ports = new FakeNotifierPorts();
  for (let index = 0; index < MANY; index += 1) {
    const [machine, fn] = [`Load${index}`, `Publish${index}`];
    addPipeline(ports, { pipeline: `P${index}` }, nightly(`P${index}`, [machineStage(machine), functionStage(fn)]), slot - 30 * DAY);
    for (let night = 0; night < 16; night += 1) {
      const start = DUE - night * DAY;
      ports.machineSucceeded(String((machineStage(machine).source as { stateMachineArn: string }).stateMachineArn), start, start + 10 * MINUTE);
      ports.functionRan(fn, start + 11 * MINUTE, { millis: MINUTE });
    }
  }
  const environment: NotifierEnvironment = { ...ENVIRONMENT, digest: { schedule: parseSchedule('cron(0 8 ? * MON *)'), every: 'week', topicArns: [CRITICAL] } };
  let email = '';
  const cpuMillis = await cpuOf(async () => {
    ({ email } = digestMessage(await gatherDigest({ ports, environment, now: slot + MINUTE }, [], slot)));
  });
  return { ports, cpuMillis, bytes: utf8Bytes(email) };
}

/** A year in which nothing goes wrong, from the day after the deployment on: the messages that are still sent. */
async function uneventfulYear(): Promise<string> {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  try {
    const app = new App({ outdir: folder });
    new ExampleStack(app, 'ObservedExample', { email: 'data@example.com', phone: '+15550100' });
    app.synth();
    const [account] = accountsOf(folder).accounts;
    const { pipelines } = findPipelines(account);
    const from = Date.UTC(2026, 5, 1);
    const { simulation } = await playYear({ account: withTriggers(account, pipelines), pipelines, subject: pipelines[0], settings: DEFAULT_SETTINGS, from });
    const sent = simulation.messages.filter(({ at }) => at >= from + DAY);
    const digests = sent.filter(({ subject }) => /^All \d+ pipelines alive/.test(subject)).length;
    return `${sent.length}, of them ${digests} digests that say that all is well`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The size of a bundle with the files that it always loads. */
function loadedBytes(file: string): number {
  const text = readFileSync(file, 'utf8');
  const others = [...text.matchAll(/(?:from|import)"(\.\/[^"]+)"/g)].map(([, name]) => path.join(path.dirname(file), name!));
  return [...new Set(others)].reduce((sum, other) => sum + readFileSync(other).length, Buffer.byteLength(text));
}

const millis = (value: number): string => `${value.toFixed(0)} ms`;
const kb = (bytes: number): string => `${(bytes / 1000).toFixed(1)} KB`;

async function main(): Promise<void> {
  const firsts = [];
  for (let round = 0; round < ROUNDS; round += 1) firsts.push(await firstMessage());
  const toTopic = median(firsts.map(({ toTopicMillis }) => toTopicMillis));
  const { ports: stormy, cpuMillis: stormMillis, opened } = await storm();
  const weekly = await digest();
  const reads = weekly.ports.asked.metrics.flatMap((batch) => batch.reads).length;
  const bundle = path.resolve('assets/notifier/index.mjs');

  console.log('\nThe notifier:\n');
  const size = loadedBytes(bundle);
  printTable([
    ['', 'measured', 'goal'],
    [`latency added to an alarm, AWS calls of ${CALL_MILLIS} ms`, millis(toTopic), '<= 1000 ms'],
    ['of these, calls one after the other', `about ${Math.round(toTopic / CALL_MILLIS)}`, ''],
    ['CPU of a first message', `${median(firsts.map(({ cpuMillis }) => cpuMillis)).toFixed(1)} ms`, ''],
    [`messages when ${STORM} pipelines break within a minute`, String(opened), held(opened, '<=', 10)],
    ['messages until all have recovered', String(stormy.published.length), ''],
    ['CPU of all these messages', millis(stormMillis), ''],
    ['messages of a year of the example app in which nothing goes wrong', await uneventfulYear(), ''],
    [`metrics that a digest of ${MANY} pipelines reads`, `${reads.toLocaleString('en-US')} ($${(reads / 1000 * 0.01).toFixed(2)})`, ''],
    ['GetMetricData calls of the digest', String(weekly.ports.asked.metrics.length), held(weekly.ports.asked.metrics.length, '<=', 2 * Math.ceil(reads / 500))],
    ['CPU of the digest', millis(weekly.cpuMillis), ''],
    ['its e-mail', kb(weekly.bytes), held(weekly.bytes, '<=', 256_000, kb)],
    ['bundle, as far as it is loaded at the start', kb(size), held(size, '<=', 500_000, kb)],
    ['import of the bundle', millis(importMillis(bundle)), '<= 100 ms, on an idle machine'],
  ]);
}

void main();
