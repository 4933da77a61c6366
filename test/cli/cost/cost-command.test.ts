import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ran } from '../fake-program';

const temp = mkdtempSync(path.join(tmpdir(), 'cost-'));
afterAll(() => { rmSync(temp, { recursive: true }); });

const ALARM = { Type: 'AWS::CloudWatch::Alarm', Properties: { Namespace: 'AWS/Lambda', MetricName: 'Errors', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', Threshold: 0 } };
const RULE = { Type: 'AWS::CloudWatch::InsightRule', Properties: {} };

/** A cloud assembly with one stack of these resources. */
function assembly(name: string, resources: object, environment = 'aws://111122223333/us-east-1'): string {
  const folder = mkdtempSync(path.join(temp, `${name}-`));
  writeFileSync(path.join(folder, 'manifest.json'), JSON.stringify({
    artifacts: { Jobs: { type: 'aws:cloudformation:stack', environment, properties: { templateFile: 'Jobs.template.json' } } },
  }));
  writeFileSync(path.join(folder, 'Jobs.template.json'), JSON.stringify({ Resources: resources }));
  return folder;
}

describe('observed-pipeline cost', () => {
  test('shows the cost of monitoring by owner and by price', async () => {
    const { code, stdout, stderr } = await ran(['cost', '--app', assembly('alarm', { Alarm: ALARM })]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe([
      'Monitoring costs $0.10 a month.',
      'List prices of us-east-1, as of 2026-11; no free tier deducted; a month of 730 hours in which',
      'nothing goes wrong.',
      '',
      '        Alarms  Rest  Total',
      '───────────────────────────',
      'shared   $0.10        $0.10',
      'Total    $0.10        $0.10',
      '',
      '        A month                     List price        Costs',
      '───────────────────────────────────────────────────────────',
      'Alarms  1        metrics in alarms  $0.10 per metric  $0.10',
      '',
    ].join('\n'));
  });

  test('lists what it cannot price', async () => {
    const { stdout } = await ran(['cost', '--app', assembly('rule', { Rule: RULE, Other: RULE })]);
    expect(stdout).toContain('\nNot in these figures\n- AWS::CloudWatch::InsightRule: its price has not been read, Jobs/Rule and 1 more\n');
  });

  test('lists the types of the workload, without those that are free', async () => {
    const { stdout } = await ran(['cost', '--app', assembly('workload', { Alarm: ALARM, Work: { Type: 'AWS::Lambda::Function', Properties: {} }, Role: { Type: 'AWS::IAM::Role', Properties: {} } })]);
    expect(stdout).toContain('\nNot priced, because it is the workload itself: AWS::Lambda::Function (1).\n');
  });

  test('says that the prices are not those of the stacks\' Region', async () => {
    const { stdout } = await ran(['cost', '--app', assembly('region', { Alarm: ALARM }, 'aws://111122223333/eu-west-1')]);
    expect(stdout.replaceAll('\n', ' ')).toContain('The stacks go to eu-west-1, where most of this costs as much or up to a fifth more. These are the prices of us-east-1.');
  });

  test('prints every charge with its price as JSON', async () => {
    const { stdout } = await ran(['cost', '--json', '--app', assembly('json', { Alarm: ALARM })]);
    expect(JSON.parse(stdout)).toMatchObject({
      usd: 0.1, pricesOf: 'us-east-1',
      places: [{ accountId: '111122223333', region: 'us-east-1', bill: { owners: [{ owner: { kind: 'shared' }, charges: [{ what: 'Alarm', price: 'alarmMetric', quantity: 1, usd: 0.1 }] }] } }],
      prices: { alarmMetric: { usd: 0.1, per: 1, source: 'https://aws.amazon.com/cloudwatch/pricing/', date: '2026-11' } },
    });
  });

  test('prints tables in Markdown', async () => {
    const { stdout } = await ran(['cost', '--markdown', '--app', assembly('markdown', { Alarm: ALARM })]);
    expect(stdout).toContain('**$0.10 a month** in total.');
    expect(stdout).toContain('| Alarms | 1 | metrics in alarms | $0.10 per metric | $0.10 |\n');
  });

  test('uses colours only on a terminal', async () => {
    const app = assembly('colour', { Alarm: ALARM });
    expect((await ran(['cost', '--app', app], { tty: true })).stdout).toContain('\u001b[');
    expect((await ran(['cost', '--app', app], { tty: true, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001b[');
  });
});

describe('observed-pipeline cost refuses', () => {
  test('a Region, because it knows the prices of only one', async () => {
    const { code, stderr } = await ran(['cost', '--region', 'eu-west-1']);
    expect([code, stderr.split('\n')[0]]).toEqual([2, 'error: unknown option \'--region\'']);
  });

  test('a folder that is not a cloud assembly', async () => {
    const file = path.join(temp, 'manifest.json');
    expect(await ran(['cost', '--app', temp])).toMatchObject({
      code: 2, stderr: `error: ${file} does not exist. Run "cdk synth", then name the directory that it writes, which is cdk.out by default.\n`,
    });
  });

  test('an app without monitoring', async () => {
    const app = assembly('nothing', { Work: { Type: 'AWS::Lambda::Function', Properties: {} } });
    expect(await ran(['cost', '--app', app])).toMatchObject({
      code: 2,
      stderr: `error: nothing in ${app} monitors anything: it has no alarm, no dashboard and no observatory. Add an ObservedPipeline or alarms of your own, then run: npx cdk synth\n`,
    });
  });

  test('a pipeline that does not exist', async () => {
    const app = assembly('missing', { Alarm: ALARM });
    expect(await ran(['cost', '--pipeline', 'Nightly', '--app', app])).toMatchObject({ code: 2, stderr: `error: there is no pipeline Nightly in ${app}. It has no monitored pipeline.\n` });
  });
});
