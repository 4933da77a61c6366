import type { Live } from '../../../cli/status/ports';
import { ran } from '../fake-program';
import { alarm, awsError, contract, CRITICAL, FakeAccount, liveOf, NOTIFIED, NOW } from './fake-account';

const WELL: FakeAccount = { ...NOTIFIED, parameters: [contract('Nightly')] };
const ILL: FakeAccount = { ...WELL, metrics: {} };
const DENIED = awsError('AccessDeniedException', 'User: x is not authorized to perform: cloudwatch:GetMetricData');

describe('observed-pipeline status', () => {
  test('shows one line per pipeline, who is notified, and exits with 0 when all is well', async () => {
    const { code, stdout, stderr } = await ran(['status'], { live: liveOf(WELL) });
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe([
      'App in us-east-1, its checker is running',
      '',
      'PIPELINE  ALIVE?   LAST SUCCESS  NEXT DUE       OPEN INCIDENT  NOTIFIES',
      '───────────────────────────────────────────────────────────────────────',
      'Nightly   ✓ alive  Wed 07:05     Thu 07:00 UTC                 CRITICAL',
      '',
      'CRITICAL notifies email data@example.com',
      '',
      'Nothing is wrong with 1 pipeline.',
      '',
    ].join('\n'));
  });

  test('exits with 1 when something is not alive', async () => {
    const { code, stdout } = await ran(['status'], { live: liveOf(ILL) });
    expect(code).toBe(1);
    expect(stdout).toContain('\n1 of 1 pipeline is not well: Nightly.\n');
    expect(stdout).toMatch(/Nightly {3}✗ Load did not start .*since at least Sun 27 Sep 07:00, 60 failures {2}CRITICAL/);
  });

  test('exits with 1 when the checker is silent, although the pipelines are alive', async () => {
    const { code, stdout } = await ran(['status'], { live: liveOf({ ...WELL, alarms: [alarm('CheckerHeartbeat', [CRITICAL], { state: 'ALARM' })] }) });
    expect(code).toBe(1);
    expect(stdout).toContain('App in us-east-1, its checker is silent\n');
    expect(stdout).toContain('\n! the checker is silent: nobody is notified of a missing run (CheckerHeartbeat alarm is in ALARM)\n');
  });

  test('exits with 1 when something is unknown, and lists the permissions that it needs', async () => {
    const { code, stdout } = await ran(['status'], { live: liveOf({ ...WELL, metrics: DENIED }) });
    expect(code).toBe(1);
    expect(stdout.replaceAll('\n', ' ')).toContain('! Nightly: unknown, because metrics not readable: AccessDeniedException');
    expect(stdout.replaceAll('\n', ' ')).toContain('These credentials are not allowed to read everything. status needs ssm:GetParametersByPath, cloudwatch:GetMetricData,');
  });

  test('shows a reason that many pipelines share once', async () => {
    const parameters = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => contract(name));
    const { stdout } = await ran(['status'], { live: liveOf({ ...WELL, parameters, metrics: DENIED }) });
    expect(stdout.replaceAll('\n', ' ')).toContain('! A, B, C, D, E and 2 more: unknown, because metrics');
  });

  test('shows that nobody is notified', async () => {
    const { stdout } = await ran(['status'], { live: liveOf({ ...WELL, subscribers: { ...NOTIFIED.subscribers as object, [CRITICAL]: [{ protocol: 'email', endpoint: 'new@example.com', confirmed: false }] } }) });
    expect(stdout).toMatch(/✓ alive .* nobody\n/);
    expect(stdout).toContain('CRITICAL notifies email new@example.com (has not confirmed)\n');
  });

  test.each([40, 60, 80])('fits a terminal of %d columns', async (columns) => {
    const { stdout } = await ran(['status'], { live: liveOf(ILL), tty: true, columns, env: { NO_COLOR: '1' } });
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([]);
    expect(stdout).toContain('Nightly');
  });

  test('keeps each pipeline on one line in a pipe, unless COLUMNS limits the width', async () => {
    expect((await ran(['status'], { live: liveOf(ILL) })).stdout).toMatch(/^Nightly +✗ Load did not start .*CRITICAL$/m);
    const { stdout } = await ran(['status'], { live: liveOf(ILL), env: { COLUMNS: '60' } });
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60);
  });

  test('prints JSON with instants in ISO 8601', async () => {
    const { stdout } = await ran(['status', '--json'], { live: liveOf(WELL) });
    expect(JSON.parse(stdout)).toMatchObject({
      now: '2026-11-25T12:00:00.000Z', region: 'us-east-1',
      observatories: [{ observatory: 'App', checkerSilent: 'OK', pipelines: [{ pipeline: 'Nightly', alive: 'alive', lastSuccess: '2026-11-25T07:05:00.000Z', nextDue: '2026-11-26T07:00:00.000Z' }] }],
    });
  });

  test('passes the profile and the Region to the credential chain', async () => {
    const live = liveOf(WELL);
    await ran(['status', '--profile', 'production', '--region', 'eu-west-1'], { live });
    expect(live.opened).toEqual([{ profile: 'production', region: 'eu-west-1' }]);
  });

  test('shows names without characters that control a terminal', async () => {
    const { stdout } = await ran(['status'], { live: liveOf({ ...WELL, subscribers: { ...NOTIFIED.subscribers as object, [CRITICAL]: [{ protocol: 'email', endpoint: '\u001b[31mred@example.com', confirmed: true }] } }) });
    expect(stdout).not.toContain('\u001b');
  });
});

describe('observed-pipeline status --watch', () => {
  test('looks again every minute and ends with its last exit code', async () => {
    const live = liveOf(ILL, WELL);
    const { code, stdout } = await ran(['status', '--watch'], { live });
    expect(code).toBe(0);
    expect(live.waited).toEqual([60_000, 60_000]);
    expect(stdout.match(/App in us-east-1/g)).toHaveLength(2);
    expect(stdout).toContain('\nLooked at 2026-11-25 12:00:00 UTC, next look in a minute.\n');
  });

  test('clears the screen of a terminal before each look', async () => {
    const { stdout } = await ran(['status', '--watch'], { live: liveOf(WELL, WELL), tty: true });
    expect(stdout.split('\u001b[2J\u001b[3J\u001b[H')).toHaveLength(3);
  });

  test('clears nothing when it writes to a file', async () => {
    expect((await ran(['status', '--watch'], { live: liveOf(WELL, WELL) })).stdout).not.toContain('\u001b');
  });

  test('clears nothing when it looks once', async () => {
    expect((await ran(['status'], { live: liveOf(WELL), tty: true })).stdout).not.toContain('\u001b[2J');
  });

  test('prints one line of JSON for each look', async () => {
    const { stdout } = await ran(['status', '--watch', '--json'], { live: liveOf(WELL, ILL) });
    const looks = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { observatories: { pipelines: { alive: string }[] }[] });
    expect(looks.map(({ observatories }) => observatories[0]!.pipelines[0]!.alive)).toEqual(['alive', 'notAlive']);
  });

  test('continues after a failed look, and reports it', async () => {
    const throttled = awsError('ThrottlingException', 'Rate exceeded');
    const { code, stdout, stderr } = await ran(['status', '--watch'], { live: liveOf(WELL, { ...WELL, parameters: throttled }, WELL) });
    expect(code).toBe(0);
    expect(stderr).toBe('error: AWS refused to list the contracts: ThrottlingException: Rate exceeded\n');
    expect(stdout.match(/App in us-east-1/g)).toHaveLength(2);
  });
});

describe('observed-pipeline status refuses with exit code 2 and the remedy', () => {
  const failing = (parameters: () => never): Promise<{ code: number; stderr: string }> => ran(['status'], { live: liveOf({ parameters }) });

  test('to look without credentials', async () => {
    expect(await failing(awsError('CredentialsProviderError', 'Could not load credentials from any providers'))).toMatchObject({
      code: 2,
      stderr: 'error: there are no AWS credentials. Name a profile with --profile or AWS_PROFILE, sign in (aws sso login), or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY '
        + '(CredentialsProviderError: Could not load credentials from any providers)\n',
    });
  });

  test('to look with credentials that have expired', async () => {
    expect((await failing(awsError('ExpiredTokenException', 'The security token included in the request is expired'))).stderr)
      .toContain('error: the AWS credentials have expired. Sign in again (aws sso login), or use others with --profile (');
  });

  test('to look with credentials that AWS does not know', async () => {
    expect((await failing(awsError('UnrecognizedClientException', 'The security token included in the request is invalid.'))).stderr)
      .toContain('error: AWS does not know these credentials. Use others with --profile or AWS_PROFILE (');
  });

  test('to look without the permission to list contracts', async () => {
    const { code, stderr } = await failing(awsError('AccessDeniedException', 'not authorized to perform: ssm:GetParametersByPath'));
    expect(code).toBe(2);
    expect(stderr).toBe('error: these credentials are not allowed to list the contracts (AccessDeniedException: not authorized to perform: ssm:GetParametersByPath). '
      + 'status needs ssm:GetParametersByPath, cloudwatch:GetMetricData, states:ListExecutions, states:DescribeExecution, cloudwatch:DescribeAlarms, '
      + 'sns:ListSubscriptionsByTopic, lambda:GetFunctionConfiguration, dynamodb:Query (docs/status.md has the policy).\n');
  });

  test('to look where AWS cannot be reached', async () => {
    expect((await failing(() => { throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:4566')); })).stderr)
      .toContain('error: AWS cannot be reached. Check the network, and AWS_ENDPOINT_URL if it is set (');
  });

  test('to look without a Region', async () => {
    const live: Live = { ...liveOf(WELL), open: () => Promise.resolve({ region: () => Promise.reject(new Error('Region is missing')), look: () => { throw new Error('not to be looked at'); } }) };
    const without = { code: 2, stderr: 'error: no Region is set. Name one with --region, AWS_REGION or the profile (Error: Region is missing)\n' };
    expect(await ran(['status'], { live })).toMatchObject(without);
    // The SDK refuses an empty Region earlier.
    expect(await ran(['status', '--region', ''], { live: { ...live, open: () => Promise.reject(new Error('Region is missing')) } })).toMatchObject(without);
  });

  test('where nothing is deployed', async () => {
    expect(await ran(['status'], { live: liveOf({}) })).toMatchObject({
      code: 2, stderr: 'error: nothing is watched in us-east-1: there are no parameters below /observed-pipeline. Deploy an ObservedPipeline, or choose another account or Region with --profile and --region\n',
    });
  });

  test('an observatory that does not exist', async () => {
    expect(await ran(['status', '--observatory', 'Crm'], { live: liveOf(WELL) })).toMatchObject({
      code: 2, stderr: 'error: there is no observatory Crm in us-east-1: there are no parameters below /observed-pipeline/Crm. Omit --observatory to see all of them\n',
    });
  });

  test('nothing else: an error that does not come from AWS is a defect', async () => {
    const { code, stderr } = await failing(() => { throw new TypeError('x is not a function'); });
    expect(code).toBe(3);
    expect(stderr).toContain('This is a defect of observed-pipeline. Please report it:\nTypeError: x is not a function');
  });
});

test('Every pipeline is examined at the current time.', async () => {
  const { stdout } = await ran(['status', '--json'], { live: liveOf(WELL) });
  expect((JSON.parse(stdout) as { now: string }).now).toBe(new Date(NOW).toISOString());
});
