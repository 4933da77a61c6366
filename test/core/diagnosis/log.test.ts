import { readLog } from '../../../core/diagnosis/log';
import { REQUEST } from './scene';

function read(text: string): unknown {
  return readLog([{ at: 5, text }]);
}

describe('the text format', () => {
  test('A report says how long a run took, what it had and used, and how it ended.', () => {
    expect(read(`REPORT RequestId: ${REQUEST}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 128 MB\tMax Memory Used: 61 MB\tInit Duration: 120.00 ms\tStatus: timeout\n`)).toEqual([
      { kind: 'report', at: 5, request: REQUEST, status: 'timeout', errorType: undefined, durationMillis: 3000, memoryMb: 128, usedMb: 61 },
    ]);
  });

  test.each([
    ['Node.js, thrown', `2026-03-10T02:01:00.000Z\t${REQUEST}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x is undefined","stack":["a"]}`, { request: REQUEST, fatal: true, type: 'TypeError', message: 'x is undefined' }],
    ['Node.js, thrown, the line cut', `2026-03-10T02:01:00.000Z\t${REQUEST}\tERROR\tInvoke Error \t{"errorType":"TypeError","errorMessage":"x is undefined","stack":["a`, { request: REQUEST, fatal: true, type: 'TypeError', message: 'x is undefined' }],
    ['Node.js, logged', `2026-03-10T02:01:00.000Z\t${REQUEST}\tERROR\tno connection`, { request: REQUEST, fatal: false, message: 'no connection' }],
    ['Python, thrown', '[ERROR] KeyError: \'day\'\rTraceback (most recent call last):\r  File "app.py"', { fatal: true, type: 'KeyError', message: '\'day\'' }],
    ['Python, logged', `[ERROR]\t2026-03-10T02:01:00.000Z\t${REQUEST}\tno connection`, { request: REQUEST, fatal: false, message: 'no connection' }],
    ['Python, a logged exception by its traceback', `[ERROR]\t2026-03-10T02:01:00.000Z\t${REQUEST}\tTraceback (most recent call last):\n  File "app.py"\nValueError: row 17`, { request: REQUEST, fatal: false, type: 'ValueError', message: 'row 17' }],
    ['Java, thrown', 'java.lang.IllegalStateException: no orders\n\tat example.Handler.handle(Handler.java:17)', { fatal: true, type: 'java.lang.IllegalStateException', message: 'no orders' }],
    ['Go and .NET, thrown', '{"errorMessage":"no orders","errorType":"errorString"}', { request: undefined, fatal: true, type: 'errorString', message: 'no orders' }],
    ['any logger', '2026-03-10 02:01:00,000 ERROR app - no orders', { fatal: false, message: '2026-03-10 02:01:00,000 ERROR app - no orders' }],
  ])('%s', (_what, line, error) => {
    expect(read(line)).toEqual([{ kind: 'error', at: 5, ...error }]);
  });

  test.each([
    `START RequestId: ${REQUEST} Version: $LATEST`, `END RequestId: ${REQUEST}`, `2026-03-10T02:01:00.000Z\t${REQUEST}\tINFO\tError budget: fine`, 'just a line', '',
    '[INFO] Error: none', 'INIT_REPORT Init Duration: 412.55 ms\tPhase: init\tStatus: success',
  ])('%j says nothing about errors.', (line) => {
    expect(read(line)).toEqual([]);
  });
});

describe('the JSON format', () => {
  test('A report of the platform says the same as the one in text.', () => {
    expect(read(JSON.stringify({ time: 'x', type: 'platform.report', record: { requestId: REQUEST, status: 'success', metrics: { durationMs: 12.5, billedDurationMs: 13, memorySizeMB: 128, maxMemoryUsedMB: 61 } } }))).toEqual([
      { kind: 'report', at: 5, request: REQUEST, status: undefined, errorType: undefined, durationMillis: 12.5, memoryMb: 128, usedMb: 61 },
    ]);
  });

  test.each([
    ['Node.js, thrown', { timestamp: 'x', level: 'ERROR', requestId: REQUEST, errorType: 'TypeError', errorMessage: 'x is undefined', stackTrace: [] }, { request: REQUEST, fatal: true, type: 'TypeError', message: 'x is undefined' }],
    ['Node.js, an error as the message', { level: 'ERROR', requestId: REQUEST, message: { errorType: 'TypeError', errorMessage: 'x is undefined' } }, { request: REQUEST, fatal: true, type: 'TypeError', message: 'x is undefined' }],
    ['Python, logged', { level: 'ERROR', message: 'no connection', logger: 'root', requestId: REQUEST }, { request: REQUEST, fatal: false, type: undefined, message: 'no connection' }],
    ['Powertools for Python', { level: 'ERROR', message: 'failed', exception: 'Traceback …', exception_name: 'ValueError', function_request_id: REQUEST }, { request: REQUEST, fatal: false, type: 'ValueError', message: 'failed' }],
    ['a logger with numbers', { level: 50, msg: 'failed', err: { type: 'TypeError', message: 'x is undefined' } }, { request: undefined, fatal: false, type: 'TypeError', message: 'x is undefined' }],
    ['Powertools for TypeScript', { level: 'ERROR', message: 'failed', error: { name: 'TypeError', message: 'x is undefined' } }, { request: undefined, fatal: false, type: 'TypeError', message: 'x is undefined' }],
  ])('%s', (_what, line, error) => {
    expect(read(JSON.stringify(line))).toEqual([{ kind: 'error', at: 5, ...error }]);
  });

  test.each([
    { level: 'INFO', message: 'no error' }, { type: 'platform.start', record: {} }, { type: 'platform.initReport', record: { status: 'success' } }, { type: 'platform.runtimeDone', record: { status: 'error' } },
    { level: 30, err: { message: 'x' } }, {}, { type: 'platform.report2' },
  ])('%j says nothing about errors.', (line) => {
    expect(read(JSON.stringify(line))).toEqual([]);
  });
});
