import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { AssemblyError, readAssembly } from '../../../template/read-assembly';
import { notes, resource } from '../templates';

let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'assembly-')); });
afterEach(() => { rmSync(directory, { recursive: true }); });

/** Writes files, objects as JSON, into the assembly. */
function write(files: Readonly<Record<string, unknown>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

function stackArtifact(templateFile: string, environment = 'aws://unknown-account/unknown-region', more: object = {}): object {
  return { type: 'aws:cloudformation:stack', environment, properties: { templateFile }, ...more };
}

const TOPIC = { Resources: { Topic: resource('AWS::SNS::Topic') } };
const HASH = 'ab'.repeat(32);

describe('cloud assemblies', () => {
  test('stacks are read with their names, and those without an environment share one', () => {
    write({
      'manifest.json': { artifacts: { A: stackArtifact('A.json'), B: { ...stackArtifact('B.json'), properties: { templateFile: 'B.json', stackName: 'beta' } } } },
      'A.json': TOPIC, 'B.json': TOPIC,
    });
    const accounts = readAssembly(directory);
    expect(accounts).toHaveLength(1);
    expect(accounts[0]).toMatchObject({ accountId: '111122223333', region: 'us-east-1' });
    expect(accounts[0]?.topics.map(({ name }) => name)).toEqual(['A-Topic', 'beta-Topic']);
  });

  test('each account and Region is an account of its own', () => {
    write({
      'manifest.json': { artifacts: { A: stackArtifact('A.json', 'aws://444455556666/eu-west-1'), B: stackArtifact('A.json', 'aws://444455556666/eu-central-1'), C: stackArtifact('A.json', 'aws://unknown-account/eu-west-1') } },
      'A.json': TOPIC,
    });
    expect(readAssembly(directory).map(({ accountId, region }) => `${accountId} ${region}`)).toEqual(['444455556666 eu-west-1', '444455556666 eu-central-1', '111122223333 eu-west-1']);
  });

  test('stages are assemblies within the assembly', () => {
    write({
      'manifest.json': { artifacts: { 'assembly-Prod': { type: 'cdk:cloud-assembly', properties: { directoryName: 'assembly-Prod' } } } },
      'assembly-Prod/manifest.json': { artifacts: { ProdA: { ...stackArtifact('A.json'), properties: { templateFile: 'A.json', stackName: 'Prod-A' } } } },
      'assembly-Prod/A.json': TOPIC,
    });
    expect(readAssembly(directory)[0]?.topics).toMatchObject([{ name: 'Prod-A-Topic' }]);
  });

  const nestedTwice = {
    'A.json': { Resources: { Inner: { ...resource('AWS::CloudFormation::Stack'), Metadata: { 'aws:asset:path': 'Inner.json' } } } },
    'Inner.json': { Resources: { Deep: resource('AWS::CloudFormation::Stack', { TemplateURL: { 'Fn::Join': ['', ['https://s3/', { Ref: 'AWS::Region' }, `/${HASH}.json`]] } }) } },
    'Deep.json': TOPIC,
  };

  test('nested stacks are found by the metadata of the CDK CLI or by the asset in their URL', () => {
    write({
      ...nestedTwice,
      'manifest.json': { artifacts: { A: stackArtifact('A.json'), 'A.assets': { type: 'cdk:asset-manifest', properties: { file: 'A.assets.json' } } } },
      'A.assets.json': { files: { [HASH]: { source: { path: 'Deep.json', packaging: 'file' } } } },
    });
    const [account] = readAssembly(directory);
    expect(account?.topics).toMatchObject([{ stack: 'A-Inner-Deep', name: 'A-Inner-Deep-Topic' }]);
    expect(account?.notPlayed).toEqual([]);
  });

  test('a nested stack whose template cannot be found is listed', () => {
    write({ ...nestedTwice, 'manifest.json': { artifacts: { A: stackArtifact('A.json') } } });
    const [account] = readAssembly(directory);
    expect(account === undefined ? [] : notes(account, 'Deep')).toEqual(['its template is not given, so nothing in it is played']);
  });

  test.each(['in the manifest', 'in a file of its own'])('construct paths are found %s', (where) => {
    const metadata = {
      '/A/Topic/Resource': [{ type: 'aws:cdk:logicalId', data: 'Topic' }], '/A/X': [{ type: 'aws:cdk:logicalId', data: 'Twice' }], '/A/Y': [{ type: 'aws:cdk:logicalId', data: 'Twice' }],
    };
    write({
      'manifest.json': { artifacts: { A: stackArtifact('A.json', undefined, where === 'in the manifest' ? { metadata } : { additionalMetadataFile: 'A.metadata.json' }) } },
      'A.metadata.json': metadata,
      'A.json': { Resources: { ...TOPIC.Resources, Twice: resource('AWS::SNS::Topic') } },
    });
    expect(readAssembly(directory)[0]?.topics.map(({ path }) => path)).toEqual(['A/Topic/Resource', undefined]);
  });
});

describe('a directory that is not a cloud assembly', () => {
  test.each<[string, Readonly<Record<string, unknown>>, string, string]>([
    ['no manifest', {}, 'manifest.json', 'does not exist. Run "cdk synth", then name the directory that it writes, which is cdk.out by default.'],
    ['a manifest that is no JSON', { 'manifest.json': '{' }, 'manifest.json', 'is not JSON ('],
    ['a manifest without stacks', { 'manifest.json': { artifacts: {} } }, 'manifest.json', 'has no stacks. Add one to the app, or name the directory that "cdk synth" writes.'],
    ['a manifest that is a list', { 'manifest.json': [] }, 'manifest.json', 'has no stacks.'],
    ['artifacts that are a list', { 'manifest.json': { artifacts: [] } }, 'manifest.json', 'has artifacts that are not objects. Run "cdk synth" again.'],
    ['a stack without a template file', { 'manifest.json': { artifacts: { A: { type: 'aws:cloudformation:stack' } } } }, 'manifest.json', 'has the artifact A without templateFile. Run "cdk synth" again.'],
    ['a template that is missing', { 'manifest.json': { artifacts: { A: stackArtifact('A.json') } } }, 'A.json', 'does not exist.'],
    ['a template that is no JSON', { 'manifest.json': { artifacts: { A: stackArtifact('A.json') } }, 'A.json': 'Resources:' }, 'A.json', 'is not JSON ('],
    [
      'a nested stack that is its own',
      { 'manifest.json': { artifacts: { A: stackArtifact('A.json') } }, 'A.json': { Resources: { I: { ...resource('AWS::CloudFormation::Stack'), Metadata: { 'aws:asset:path': 'A.json' } } } } },
      'A.json', 'contains itself as a nested stack. Run "cdk synth" again.',
    ],
    ['a stage that is its own', { 'manifest.json': { artifacts: { S: { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } } } } }, 'manifest.json', 'contains itself as a nested assembly. Run "cdk synth" again.'],
  ])('%s is refused with the name of the file', (_case, files, file, problem) => {
    write(files);
    const act = (): unknown => readAssembly(directory);
    expect(act).toThrow(AssemblyError);
    expect(act).toThrow(`${join(directory, file)} ${problem}`);
  });
});
