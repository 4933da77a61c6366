import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Checks } from '../deploy/checks';
import type { Language } from './language';
import { ROOT, run } from './run';
import { DEVELOPED_CDK, VERSION } from './synth';

const PACKAGED = path.join(ROOT, 'dist-jsii/java');
const EXAMPLE = path.join(ROOT, 'examples/java');
const COORDINATES = 'io/github/observedpipeline/cdk-observed-pipeline';
/** Maven's downloads, kept for the next time; the package itself is installed anew. */
const REPOSITORY = path.join(ROOT, '.cache/maven');
const OPTIONS = ['--quiet', '--batch-mode', `-Dmaven.repo.local=${REPOSITORY}`, `-Dobserved-pipeline.version=${VERSION}`];

/** The jar beside aws-cdk-lib and constructs from Maven Central. Where that lags behind, only the JavaScript is that of npm. */
export const JAVA: Language = {
  folder: 'java',
  prepare: async (checks: Checks, temp: string): Promise<string> => {
    rmSync(path.join(REPOSITORY, COORDINATES), { recursive: true, force: true });
    const options: string[] = [];
    await checks.check('the jar installs into a local repository', () => installJar(temp));
    await checks.check('the example compiles', () => {
      const version = newestCdk(temp);
      options.push(`-Daws-cdk.version=${version}`);
      maven(EXAMPLE, 'clean', 'compile', ...options);
      if (version !== DEVELOPED_CDK) replaceJavaScript(version, temp);
      return `with the Java of ${version} on the JavaScript of ${DEVELOPED_CDK}`;
    });
    return ['mvn', ...OPTIONS, 'exec:java', ...options].join(' ');
  },
};

function maven(cwd: string, ...args: string[]): void {
  run('mvn', [...OPTIONS, ...args], { cwd });
}

function installJar(temp: string): void {
  maven(temp, 'install:install-file', `-Dfile=${packaged('jar')}`, `-DpomFile=${packaged('pom')}`);
}

function packaged(extension: string): string {
  return path.join(PACKAGED, COORDINATES, VERSION, `cdk-observed-pipeline-${VERSION}.${extension}`);
}

const CDK_RANGE = /(<artifactId>aws-cdk-lib<\/artifactId>\s*<version>)([^<]+)/;
/** The plugin by which jsii-pacmak, too, turns a range into its newest version. */
const RESOLVE_RANGES = 'org.codehaus.mojo:versions-maven-plugin:2.20.1:resolve-ranges';

/** The aws-cdk-lib that this repository is developed with or, where Maven Central has not got that far, the newest there. */
function newestCdk(temp: string): string {
  const pom = path.join(temp, 'pom.xml');
  writeFileSync(pom, readFileSync(packaged('pom'), 'utf8').replace(CDK_RANGE, `$1[2.0.0,${DEVELOPED_CDK}]`));
  maven(temp, RESOLVE_RANGES);
  return CDK_RANGE.exec(readFileSync(pom, 'utf8'))![2];
}

/** Puts the JavaScript of the aws-cdk-lib that this repository is developed with before that in the jar of an older one. */
function replaceJavaScript(version: string, temp: string): void {
  const folder = path.join(EXAMPLE, 'target/classes/software/amazon/awscdk');
  mkdirSync(folder, { recursive: true });
  const tarball = run('npm', ['pack', '--silent', `aws-cdk-lib@${DEVELOPED_CDK}`, '--pack-destination', folder], { cwd: temp }).trim();
  renameSync(path.join(folder, tarball), path.join(folder, `aws-cdk-lib@${version}.jsii.tgz`));
}
