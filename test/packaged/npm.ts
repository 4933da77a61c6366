import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Checks } from '../deploy/checks';
import { same } from '../deploy/same';
import { ROOT, run } from './run';
import { LOWEST_PEERS, readJson, VERSION } from './synth';

const PACKAGES = path.join(ROOT, 'dist-jsii/js');
const NAME = 'cdk-observed-pipeline';
const OLDEST_TYPESCRIPT = '5.9.3';
/** What a stranger may import; anything deeper is ours to change. */
const ENTRIES = ['.', './drill', './package.json', './.jsii'];
/** All that the tarball holds, by its first folders. */
const CONTENTS = ['.jsii', 'CHANGELOG.md', 'LICENSE', 'NOTICE', 'README.md', 'assets', 'cli-dist', 'dist', 'package.json'];
const NOT_CONTENTS = /\.tsbuildinfo$|\.test\.|(?<!\.d)\.ts$|\.map$/;

const APP = `
const { App, Duration, Stack, aws_lambda: lambda, aws_scheduler: scheduler } = require('aws-cdk-lib');
const { Severity, Contact, Observatory, ObservedPipeline, PipelineStage, RunExpectation } = require('${NAME}');
const app = new App();
const stack = new Stack(app, 'Small');
const load = new lambda.Function(stack, 'Load', {
  runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;'), timeout: Duration.minutes(5),
});
new ObservedPipeline(stack, 'Nightly', {
  stages: [PipelineStage.lambdaFunction(load)],
  expectation: RunExpectation.atTimes(scheduler.ScheduleExpression.cron({ minute: '0', hour: '2' })),
  severity: Severity.CRITICAL,
  observatory: new Observatory(stack, 'Observatory', { contacts: [Contact.email('data@example.com')] }),
});
app.synth();
`;

/** A program that names what each entry exports, and whose types are checked together with those of the package. */
const TYPED = `
import { App, Stack } from 'aws-cdk-lib';
import { Observatory, type ObservatoryProps } from '${NAME}';
import * as drill from '${NAME}/drill';

const props: ObservatoryProps = {};
export const observatory: Observatory = new Observatory(new Stack(new App()), 'Observatory', props);
export const names = Object.keys(drill).length;
// @ts-expect-error the types are really there
export const wrong: number = observatory;
`;

function withoutCode(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
}

/** The description of a package's API that other languages are generated from. */
function assembly(folder: string): { readonly types: Readonly<Record<string, unknown>> } {
  const file = readJson<{ filename?: string; types: Record<string, unknown> }>(path.join(folder, '.jsii'));
  return file.filename === undefined ? file : JSON.parse(gunzipSync(readFileSync(path.join(folder, file.filename))).toString());
}

/** The tarball in an empty project, beside the lowest versions that it accepts. */
export async function proveNpm(checks: Checks, temp: string): Promise<void> {
  const tarballs = readdirSync(PACKAGES).filter((name) => name.endsWith('.tgz'));
  if (tarballs.length !== 1) throw new Error(`${PACKAGES} has ${tarballs.length} tarballs`);
  const tarball = path.join(PACKAGES, tarballs[0]);
  const project = path.join(temp, 'project');
  mkdirSync(project);
  const node = (...args: string[]): string => run(process.execPath, args, { cwd: project }).trim();
  const npx = (...args: string[]): string => run('npx', ['--no-install', ...args], { cwd: project }).trim();

  await checks.check('the tarball holds what is to be published and nothing else', () => {
    const files = run('tar', ['-tzf', tarball], { cwd: temp }).trim().split('\n').map((file) => file.replace(/^package\//, ''));
    same([...new Set(files.map((file) => file.split('/')[0]))].sort(), CONTENTS);
    same(files.filter((file) => NOT_CONTENTS.test(file)), []);
    return `${files.length} files`;
  });
  await checks.check('no page in it links to a file that is not in it', () => {
    const files = run('tar', ['-tzf', tarball], { cwd: temp }).trim().split('\n');
    const links = files.filter((file) => /^package\/[^/]+\.md$/.test(file)).flatMap((page) => (
      [...withoutCode(run('tar', ['-xzOf', tarball, page], { cwd: temp })).matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)].map(([, target]) => path.posix.join('package', target))));
    same(links.filter((link) => !files.includes(link)), []);
    const home = run('tar', ['-xzOf', tarball, 'package/README.md'], { cwd: temp }).match(/\]\((https:[^)]*?\/blob\/v\d+\.\d+\.\d+\/)/)?.[1];
    return `the README links to ${home}`;
  });
  await checks.check('every bundle is accompanied by the licences of what is in it', () => {
    const files = run('tar', ['-tzf', tarball], { cwd: temp }).trim().split('\n');
    const bundles = files.filter((file) => file.endsWith('.mjs'));
    const licences = bundles.map((file) => path.posix.join(path.posix.dirname(file), 'THIRD-PARTY-LICENSES.txt'));
    same(licences.filter((file) => !files.includes(file)), []);
    return bundles.map((file) => path.posix.relative('package', file)).join(', ');
  });
  await checks.check('it installs in an empty project beside nothing but aws-cdk-lib and constructs', () => {
    writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true }));
    run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', tarball, ...LOWEST_PEERS], { cwd: project });
    const installed = readJson<{ packages: Record<string, unknown> }>(path.join(project, 'package-lock.json')).packages;
    same(Object.keys(installed).filter((name) => name !== '' && !/\/(@aws-cdk|aws-cdk-lib)\//.test(name)).sort(), ['node_modules/aws-cdk-lib', `node_modules/${NAME}`, 'node_modules/constructs']);
    return LOWEST_PEERS.join(', ');
  });
  await checks.check('every type of theirs that the API of other languages names is known to those versions', () => {
    const modules = path.join(project, 'node_modules');
    const known = ['aws-cdk-lib', 'constructs'].flatMap((name) => Object.keys(assembly(path.join(modules, name)).types));
    const { types } = assembly(path.join(modules, NAME));
    const named = new Set(JSON.stringify(types).match(/(?<=")(?:aws-cdk-lib|constructs)\.[\w.]+(?=")/g));
    same([...named].filter((fqn) => !known.includes(fqn)), []);
    return `${named.size} types`;
  });
  await checks.check('require and import give the same names, for every entry', () => {
    const script = `
      const required = Object.keys(require(process.argv[1])).sort();
      import(process.argv[1]).then((imported) => console.log(JSON.stringify([required, Object.keys(imported).filter((name) => !['default', 'module.exports', '__esModule'].includes(name)).sort()])));`;
    const counted = ['', '/drill'].map((entry) => {
      const [required, imported] = JSON.parse(node('--eval', script, `${NAME}${entry}`)) as string[][];
      same(imported, required);
      if (required.length === 0) throw new Error(`${NAME}${entry} exports nothing`);
      return `${NAME}${entry} ${required.length}`;
    });
    return counted.join(', ');
  });
  await checks.check('nothing else can be imported', () => {
    const { exports: entries } = readJson<{ exports: Record<string, unknown> }>(path.join(project, 'node_modules', NAME, 'package.json'));
    same(Object.keys(entries), ENTRIES);
    const printed = node('--eval', `try { require('${NAME}/dist/lib/index.js'); } catch (error) { console.log(error.code); }`);
    same(printed, 'ERR_PACKAGE_PATH_NOT_EXPORTED');
  });
  await checks.check('a small stack synthesizes, with the bundle of each function', () => {
    writeFileSync(path.join(project, 'app.js'), APP);
    run(process.execPath, ['app.js'], { cwd: project, env: { CDK_OUTDIR: 'cdk.out' } });
    const { Resources } = readJson<{ Resources: Record<string, { Type: string }> }>(path.join(project, 'cdk.out/Small.template.json'));
    return `${Object.keys(Resources).length} resources`;
  });
  await checks.check('npx observed-pipeline runs, and knows the stack', () => {
    same(npx('observed-pipeline', '--version'), VERSION);
    if (!npx('observed-pipeline', '--help').includes('drill')) throw new Error('its help does not name the command drill');
    if (!npx('observed-pipeline', 'overview', '--app', 'cdk.out').includes('Nightly')) throw new Error('its overview does not name the pipeline');
  });
  await checks.check('the program is executable by itself', () => {
    same(run(path.join(project, 'node_modules', NAME, 'cli-dist/main.mjs'), ['--version'], { cwd: project }).trim(), VERSION);
  });
  await checks.check('its types are sound without skipLibCheck', () => {
    run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--save-dev', `typescript@${OLDEST_TYPESCRIPT}`, `@types/node@22.20.5`], { cwd: project });
    writeFileSync(path.join(project, 'typed.ts'), TYPED);
    writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify({
      compilerOptions: { strict: true, skipLibCheck: false, noEmit: true, target: 'es2022', module: 'node16', moduleResolution: 'node16', types: ['node'] }, files: ['typed.ts'],
    }));
    const compilers = [path.join(project, 'node_modules/typescript/bin/tsc'), path.join(ROOT, 'node_modules/typescript7/bin/tsc')];
    return compilers.map((compiler) => {
      run(process.execPath, [compiler, '--project', project], { cwd: project });
      return run(process.execPath, [compiler, '--version'], { cwd: project }).trim();
    }).join(', ');
  });
}
