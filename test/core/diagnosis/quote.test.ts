import { errorText, quote, unpackError } from '../../../core/diagnosis/error-text';

describe('payloads', () => {
  test.each([
    ['an object', 'cannot handle {"card":"4111"} now', 'cannot handle {...} now'],
    ['nested objects, once', 'got {"a":{"b":[1,{"c":2}]}} and went on', 'got {...} and went on'],
    ['a list of objects', 'rows: [{"a":1},{"a":2}] bad', 'rows: [...] bad'],
    ['a list of texts', 'rows: [ "a", "b" ] bad', 'rows: [...] bad'],
    ['an object that was cut, to the end', 'got {"a":"b', 'got {...}'],
    ['the input as Step Functions quotes it', 'The JSONPath \'$.day\' could not be found in the input \'"2026-03-10"\'.', 'The JSONPath \'$.day\' could not be found in the input \'...\'.'],
    ['the input as Step Functions quotes an object', 'could not be found in the input \'{"day":1}\'', 'could not be found in the input \'...\''],
  ])('%s is left out', (_what, text, safe) => {
    expect(quote(text, { includeExecutionData: false })).toBe(safe);
  });

  test.each(['[ERROR] no', 'index [0:5] of rows', 'x[0] is undefined', 'a } without a beginning', 'list index out of range'])('%s is not a payload.', (text) => {
    expect(quote(text, { includeExecutionData: false })).toBe(text);
  });

  test('Payloads stay if the owner allows them.', () => {
    expect(quote('cannot handle {"card":"4111"}', { includeExecutionData: true })).toBe('cannot handle {"card":"4111"}');
  });
});

describe('secrets', () => {
  test.each([
    ['an access key', 'key AKIAIOSFODNN7EXAMPLE is wrong', 'key *** is wrong'],
    ['a temporary access key', 'ASIAIOSFODNN7EXAMPLE', '***'],
    ['a password in an address', 'cannot connect to postgres://app:hunter2@db:5432/orders', 'cannot connect to postgres://***@db:5432/orders'],
    ['a named password', 'login failed: password=hunter2, user=app', 'login failed: password=***, user=app'],
    ['a named key', 'apiKey: "sk-4f9a8b7c6d" refused', 'apiKey: "***" refused'],
    ['a bearer token', 'Authorization: Bearer abcdef123456', 'Authorization: Bearer ***'],
    ['a signed address', 'GET https://b.s3.amazonaws.com/k?X-Amz-Security-Token=IQoJb3&X-Amz-Signature=9f86d08', 'GET https://b.s3.amazonaws.com/k?X-Amz-Security-Token=***&X-Amz-Signature=***'],
    ['a JSON web token', 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc expired', 'token *** expired'],
  ])('%s is masked, even if payloads are quoted', (_what, text, safe) => {
    expect(quote(text, { includeExecutionData: true })).toBe(safe);
  });

  test.each(['invalid token: unexpected end of input', 'Secrets Manager can\'t find the specified secret.', 'the password has expired'])('%s is a sentence and stays.', (text) => {
    expect(quote(text, { includeExecutionData: false })).toBe(text);
  });
});

describe('causes', () => {
  const words = (cause: string, error?: string): string | undefined => errorText(unpackError({ error, cause }), false);

  test.each([
    ['a function', '{"errorMessage":"row 17","errorType":"ValueError","stackTrace":["a","b"]}', 'ValueError: row 17'],
    ['a function that was killed', '{"errorType":"Runtime.ExitError","errorMessage":"RequestId: 8f507cfc-4d1a-4697-b07a-ac58fc914c95 Error: Runtime exited with error: signal: killed"}', 'Runtime.ExitError: Runtime exited with error: signal: killed'],
    ['a nested execution', '{"ExecutionArn":"arn","Error":"States.TaskFailed","Cause":"{\\"errorType\\":\\"KeyError\\",\\"errorMessage\\":\\"day\\"}","Input":"{\\"card\\":1}"}', 'KeyError: day'],
    ['a Glue job', '{"JobName":"load","JobRunState":"FAILED","ErrorMessage":"SystemExit: 1","Arguments":{"--password":"x"}}', 'SystemExit: 1'],
    ['an ECS task', '{"Attachments":[],"StoppedReason":"Essential container in task exited","Containers":[{"ExitCode":1}]}', 'Essential container in task exited'],
    ['a Batch job', '{"JobName":"load","StatusReason":"Host EC2 was terminated"}', 'Host EC2 was terminated'],
    ['an Athena query', '{"QueryExecution":{"Query":"select 1","Status":{"State":"FAILED","StateChangeReason":"TABLE_NOT_FOUND: orders"}}}', 'TABLE_NOT_FOUND: orders'],
    ['a cause that was cut', '{"errorMessage":"row \\"17\\"","errorType":"ValueError","stackTrace":["a', 'ValueError: row "17"'],
    ['plain words', 'the file is gone', 'the file is gone'],
    ['JSON without a message', '{"orders":[1,2,3]}', undefined],
    ['JSON that is no object', '[1,2]', '[1,2]'],
    ['nothing', '', undefined],
  ])('The cause of %s is unpacked.', (_what, cause, said) => {
    expect(words(cause)).toBe(said);
  });

  test('The error name that the machine gave stays if the cause has none.', () => {
    expect(words('row 17', 'OrderError')).toBe('OrderError: row 17');
    expect(words('{"orders":1}', 'OrderError')).toBe('OrderError');
    expect(words('', '')).toBeUndefined();
  });

  test('A message that begins with its type does not repeat it.', () => {
    expect(words('{"errorType":"TypeError","errorMessage":"TypeError: x is undefined"}')).toBe('TypeError: x is undefined');
  });

  test('A cause that is wrapped many times is unpacked only a few times.', () => {
    let cause = '{"errorMessage":"core","errorType":"Inner"}';
    for (let wrapping = 0; wrapping < 8; wrapping += 1) cause = JSON.stringify({ Cause: cause });
    expect(words(cause, 'Outer')).toMatch(/^Outer: \{/);
  });
});
