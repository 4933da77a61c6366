import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Account } from './account';
import { Cdk } from './cdk';
import { Checks } from './checks';
import { checkBrokenNotifier } from './checks/broken-notifier';
import { checkDeliveries } from './checks/deliveries';
import { checkDestruction } from './checks/destruction';
import { checkFirstTick } from './checks/first-tick';
import { checkIncidents } from './checks/incidents';
import { checkRedeployment } from './checks/redeployment';
import { checkResources } from './checks/resources';
import { checkStandIns } from './checks/stand-ins';
import { checkStatus } from './checks/status';
import { checkTemplates } from './checks/templates';
import { checkThirdTick } from './checks/third-tick';
import { checkVerdicts } from './checks/verdicts';
import { Emulator, startEmulator } from './emulator';
import { Events, Inbox } from './inbox';
import { inventory } from './inventory';
import { OUTPUTS, STACKS } from './names';
import { Processes } from './processes';
import { say } from './progress';
import { pythonEnvironment } from './python';
import { replaceMetricMath } from './stand-ins';
import { UNPROVEN } from './unproven';

/**
 * The deployment test: a real `cdk bootstrap`, `cdk deploy` and `cdk destroy` of a small observed app into an emulated
 * account, in which real schedules run the real bundles of checker and notifier. Prints each check and exits with 1 if one fails.
 */

const ROOT = path.resolve(__dirname, '../..');

const checks = new Checks();
const processes = new Processes();
const temp = mkdtempSync(path.join(tmpdir(), 'deploy-test-'));

async function main(): Promise<void> {
  say('bundling the handlers and the program');
  for (const script of ['scripts/bundle.mjs', 'scripts/bundle-cli.mjs']) {
    await processes.run(process.execPath, [path.join(ROOT, script)], { cwd: ROOT, env: process.env, log: path.join(temp, 'bundle.log') });
  }
  const bin = await pythonEnvironment(processes, ROOT, temp);
  say('starting the emulator');
  const emulator = await startEmulator(processes, bin, temp);
  try {
    await trial(bin, emulator);
  } catch (error) {
    await checks.check('the test runs to its end', () => Promise.reject(error as Error));
  }
  say('stopping the emulator');
  await emulator.stop();
  await checks.check('the emulator and all that it started are gone', () => emulator.requireGone());
}

async function trial(bin: string, emulator: Emulator): Promise<void> {
  const account = new Account(emulator.endpoint);
  const cdk = new Cdk(processes, ROOT, temp, emulator.endpoint);
  const surroundings = { checks, processes, emulator, account, cdk, bin, temp };
  const assembly = (name: string): string => path.join(temp, name);

  say('cdk bootstrap');
  await cdk.bootstrap();
  const before = await inventory(account);
  say('cdk synth');
  await cdk.synth('test/deploy/app.ts', assembly('app'));
  await checkStandIns(checks, replaceMetricMath(assembly('app'), Object.values(STACKS)));
  say('cdk deploy');
  await cdk.deploy(assembly('app'));
  const outputs = await account.outputs(STACKS.home);
  const deployed = { ...surroundings, outputs, inbox: new Inbox(account, outputs[OUTPUTS.inbox]), events: new Events(account, outputs[OUTPUTS.events]) };
  await checkResources(deployed, assembly('app'));

  say('cfn-lint');
  await cdk.synth('test/deploy/app.ts', assembly('again'));
  await cdk.synth('bin/example.ts', assembly('example'));
  await checkTemplates(surroundings, { 'test app': assembly('again'), 'example app': assembly('example') });
  say('cdk deploy of the same code once more');
  replaceMetricMath(assembly('again'), Object.values(STACKS));
  await checkRedeployment(deployed, assembly('app'), assembly('again'));

  say('waiting for the schedule to run the checker, which it does every minute');
  await checkFirstTick(deployed);
  say('waiting for the second tick');
  await checkVerdicts(deployed);
  await checkIncidents(deployed);
  await checkStatus(deployed);
  say('waiting for the third tick');
  await checkThirdTick(deployed);
  await checkDeliveries(deployed);
  say('breaking the notifier');
  await checkBrokenNotifier(deployed);
  say('cdk destroy');
  await checkDestruction(surroundings, assembly('app'), before);
}

/** Leaves nothing running and nothing lying about. */
function cleanUp(): void {
  processes.killAll();
  // What was killed may just be writing.
  rmSync(temp, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}

for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
  process.on(signal, () => {
    console.log(`stopped by ${signal}`);
    process.exit(code);
  });
}

process.on('exit', cleanUp);

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
main()
  .catch((error: unknown) => checks.check('the test can begin', () => Promise.reject(error as Error)))
  .finally(() => {
    cleanUp();
    console.log(`Not proven here, since the emulator does not do it as AWS does:\n${UNPROVEN.map((line) => `  - ${line}`).join('\n')}`);
    say('total time');
    console.log(checks.summary);
    process.exitCode = checks.allPassed ? 0 : 1;
  });
