import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** The jar beside aws-cdk-lib and constructs from Maven Central, or a stand-in where Maven Central lags behind. */
export const JAVA: Language = {
  folder: 'java',
  prepare: async (checks: Checks, temp: string): Promise<string> => {
    rmSync(path.join(REPOSITORY, COORDINATES), { recursive: true, force: true });
    let options = [`-Daws-cdk.version=${DEVELOPED_CDK}`];
    if (existsSync(path.join(PACKAGED, COORDINATES))) {
      await checks.check('the jar installs into a local repository', () => installJar(temp));
      await checks.check('the example compiles', () => maven(EXAMPLE, 'clean', 'compile', ...options));
    } else {
      await checks.check('the packaged sources compile beside an older aws-cdk-lib, since Maven Central lacks what they ask for', () => {
        const version = compileSources(path.join(temp, 'library'));
        options = [`-Daws-cdk.version=${version}`];
        return `the Java of ${version} on the JavaScript of ${DEVELOPED_CDK}`;
      });
      await checks.check('the example compiles', () => {
        maven(EXAMPLE, 'clean', 'compile', ...options);
        replaceJavaScript(options[0].split('=')[1], temp);
      });
    }
    return ['mvn', ...OPTIONS, 'exec:java', ...options].join(' ');
  },
};

function maven(cwd: string, ...args: string[]): void {
  run('mvn', [...OPTIONS, ...args], { cwd });
}

function installJar(temp: string): void {
  const file = (extension: string): string => path.join(PACKAGED, COORDINATES, VERSION, `cdk-observed-pipeline-${VERSION}.${extension}`);
  maven(temp, 'install:install-file', `-Dfile=${file('jar')}`, `-DpomFile=${file('pom')}`);
}

const CDK_RANGE = /(<artifactId>aws-cdk-lib<\/artifactId>\s*<version>)([^<]+)/;
/** The plugin by which jsii-pacmak, too, turns a range into its newest version. */
const RESOLVE_RANGES = 'org.codehaus.mojo:versions-maven-plugin:2.20.1:resolve-ranges';

/**
 * The stand-in for the jar. Classes generated from an older aws-cdk-lib know less of it and nothing else, since its API only
 * grows; what is proven is the binding and the example, not the jar as it is published.
 *
 * @returns the newest version of aws-cdk-lib that there is
 */
function compileSources(folder: string): string {
  cpSync(PACKAGED, folder, { recursive: true });
  const pom = path.join(folder, 'pom.xml');
  writeFileSync(pom, readFileSync(pom, 'utf8').replace(CDK_RANGE, '$1[2.0.0,3.0.0)'));
  maven(folder, RESOLVE_RANGES);
  maven(folder, 'install', '-Dmaven.javadoc.skip=true', '-Dmaven.source.skip=true');
  return CDK_RANGE.exec(readFileSync(pom, 'utf8'))![2];
}

/** Puts the JavaScript of the aws-cdk-lib that this repository is developed with before that in the jar of an older one. */
function replaceJavaScript(version: string, temp: string): void {
  const folder = path.join(EXAMPLE, 'target/classes/software/amazon/awscdk');
  mkdirSync(folder, { recursive: true });
  const tarball = run('npm', ['pack', '--silent', `aws-cdk-lib@${DEVELOPED_CDK}`, '--pack-destination', folder], { cwd: temp }).trim();
  renameSync(path.join(folder, tarball), path.join(folder, `aws-cdk-lib@${version}.jsii.tgz`));
}
