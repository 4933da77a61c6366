import { pingWatchdog } from '../../../../lambda/checker/aws-ports';
import type { LogEntry } from '../../../../lambda/shared/log';
import { endless, named } from '../../shared/failing-calls';

const URL_WITH_SECRET = 'https://watchdog.example.com/ping/secret';

async function ping(get: typeof fetch, url = URL_WITH_SECRET, signal = endless()): Promise<LogEntry[]> {
  const lines: LogEntry[] = [];
  await pingWatchdog(url, (line) => lines.push(line), signal, get);
  return lines;
}

function warning(problem: string): LogEntry[] {
  return [{ level: 'WARN', event: 'watchdogNotReached', problem }];
}

test('The watchdog is pinged by a GET, and nothing is logged.', async () => {
  const asked: unknown[] = [];
  const get = async (url: unknown, init?: RequestInit): Promise<Response> => {
    asked.push([url, init?.method]);
    return new Response('OK');
  };
  expect(await ping(get as typeof fetch)).toEqual([]);
  expect(asked).toEqual([[URL_WITH_SECRET, undefined]]);
});

test.each([404, 500])('The status %d is logged as a warning.', async (status) => {
  expect(await ping(async () => new Response('', { status }))).toEqual(warning(`Error: the watchdog answered ${status}`));
});

test('A failed connection is logged as a warning with its cause.', async () => {
  const error = new TypeError('fetch failed', { cause: named('Error', 'getaddrinfo ENOTFOUND watchdog.example.com') });
  expect(await ping(() => Promise.reject(error))).toEqual(warning('TypeError: fetch failed: getaddrinfo ENOTFOUND watchdog.example.com'));
});

test('The log does not contain the URL, because it is a secret.', async () => {
  expect(await ping(() => Promise.reject(new TypeError(`cannot ask ${URL_WITH_SECRET}`)))).toEqual(warning('TypeError: cannot ask WATCHDOG_URL'));
});

test('An invalid URL is logged as a warning, and no request is made.', async () => {
  const get = jest.fn();
  expect(await ping(get, 'watchdog')).toEqual(warning('Error: WATCHDOG_URL is not a URL'));
  expect(get).not.toHaveBeenCalled();
});

test('A request without an answer ends when the time of the tick is over.', async () => {
  const controller = new AbortController();
  const get = (_url: unknown, init?: RequestInit): Promise<Response> => new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error));
    controller.abort(named('DeadlineError', 'no time was left for publishing'));
  });
  expect(await ping(get as typeof fetch, URL_WITH_SECRET, controller.signal)).toEqual(warning('DeadlineError: no time was left for publishing'));
});

test('A request without an answer ends after 5 seconds.', async () => {
  const timeout = jest.spyOn(AbortSignal, 'timeout').mockReturnValue(AbortSignal.abort(named('TimeoutError', 'too slow')));
  const get = (_url: unknown, init?: RequestInit): Promise<Response> => Promise.reject(init?.signal?.reason as Error);
  expect(await ping(get as typeof fetch)).toEqual(warning('TimeoutError: too slow'));
  expect(timeout).toHaveBeenCalledWith(5000);
  timeout.mockRestore();
});
