import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { UserError } from '../../cli/user-error';
import { FAULT_IDS, type Outcome } from '../../drill';
import { message, report, result, year } from '../drill/report/fixture';
import { ran } from './fake-program';

/** A name that no file can have. */
const TOO_LONG = path.join(tmpdir(), `${'x'.repeat(300)}.html`);

const passed = report();
const withOutcome = (outcome: Outcome) => report({ results: [result(), result({ pipeline: 'B', outcome })] });

describe('The exit code is', () => {
  test.each([['detected', 0], ['correctlyQuiet', 0], ['notApplicable', 0], ['undetected', 1], ['detectedLate', 1], ['falseAlarm', 1]] as const)('for %s: %d.', async (outcome, code) => {
    expect((await ran(['drill'], { report: withOutcome(outcome) })).code).toBe(code);
  });

  test('2 when no fault was played, which proves nothing.', async () => {
    expect((await ran(['drill'], { report: report({ results: [result({ outcome: 'notApplicable' })] }) })).code).toBe(2);
  });

  test('1 for a false alarm in a quiet year.', async () => {
    expect((await ran(['drill', '--quiet-year'], { report: report({ years: [year({ falseAlarms: [message()] })] }) })).code).toBe(1);
  });

  test('1 for a known gap, and 0 where known gaps are accepted.', async () => {
    const given = report({ results: [result(), result({ pipeline: 'B', outcome: 'undetected', knownGap: 'Nobody looks.' })] });
    expect((await ran(['drill'], { report: given })).code).toBe(1);
    expect((await ran(['drill', '--accept-known-gaps'], { report: given })).code).toBe(0);
  });

  test('1 for any other problem, even when known gaps are accepted.', async () => {
    expect((await ran(['drill', '--accept-known-gaps'], { report: withOutcome('undetected') })).code).toBe(1);
  });

  test('1 for a known gap that is detected, when known gaps are accepted.', async () => {
    const given = report({ results: [result({ knownGap: 'Nobody looks.' })] });
    expect((await ran(['drill'], { report: given })).code).toBe(0);
    expect((await ran(['drill', '--accept-known-gaps'], { report: given })).code).toBe(1);
  });

  test('the same with --json and --quiet.', async () => {
    expect((await ran(['drill', '--json'], { report: withOutcome('undetected') })).code).toBe(1);
    expect((await ran(['drill', '--quiet'], { report: withOutcome('undetected') })).code).toBe(1);
  });
});

describe('A user\'s mistake', () => {
  test.each([
    [['drill', '--nonsense'], 'error: unknown option \'--nonsense\''],
    [['nonsense'], 'error: unknown command \'nonsense\''],
    [['drill', 'extra'], 'error: too many arguments for \'drill\'. Expected 0 arguments but got 1.'],
    [['drill', '--from', 'soon'], 'error: option \'--from <date>\' argument \'soon\' is invalid. Write a day as YYYY-MM-DD, for example 2026-03-01.'],
    [['drill', '--from', '2026-02-30'], 'error: option \'--from <date>\' argument \'2026-02-30\' is invalid. Write a day as YYYY-MM-DD, for example 2026-03-01.'],
    [['drill', '--quiet-year', 'Mars/Olympus'], 'error: option \'--quiet-year [zone...]\' argument \'Mars/Olympus\' is invalid. "Mars/Olympus" is not an IANA time zone. Use a name such as "UTC" or "Europe/Berlin". Or write own for the time zone of each pipeline.'],
    [['drill', '--quiet-year', 'europe/berlin'], 'error: option \'--quiet-year [zone...]\' argument \'europe/berlin\' is invalid. "europe/berlin" is not spelled like the IANA time zone. Write "Europe/Berlin". Or write own for the time zone of each pipeline.'],
    [['drill', '--from', '1969-12-31'], 'error: option \'--from <date>\' argument \'1969-12-31\' is invalid. Write a day from 1970-01-01 to 2190-12-31: EventBridge knows no years before 1970 and after 2199.'],
    [['drill', '--from', '9999-12-31'], 'error: option \'--from <date>\' argument \'9999-12-31\' is invalid. Write a day from 1970-01-01 to 2190-12-31: EventBridge knows no years before 1970 and after 2199.'],
    [['drill', '--workers', '0'], 'error: option \'--workers <count>\' argument \'0\' is invalid. Use a whole number of at least 1.'],
    [['drill', '--fault', 'nope'], 'error: there is no fault nope. To see all faults, run: npx observed-pipeline list-faults'],
    [['drill', '--fault', 'runFials'], 'error: there is no fault runFials. Did you mean runFails? To see all faults, run: npx observed-pipeline list-faults'],
    [['drill', '--html', '/no/such/folder/x.html'], 'error: cannot write /no/such/folder/x.html: there is no folder /no/such/folder. Create it first, or name another file.'],
    [['drill', '--html', ''], 'error: --html names no file. Write for example --html drill.html'],
    [['drill', '--html', TOO_LONG], `error: cannot write ${TOO_LONG}: ENAMETOOLONG: name too long, open '${TOO_LONG}'`],
    [['drill', '--html', tmpdir()], `error: cannot write ${tmpdir()}: it is a folder. Name a file in it, for example ${path.join(tmpdir(), 'drill.html')}.`],
  ])('%j ends with 2 and a remedy, without a stack trace.', async (args, text) => {
    const { code, stderr, stdout, drills } = await ran(args, { report: passed });
    expect([code, stdout, drills]).toEqual([2, '', []]);
    expect(stderr.split('\n')[0]).toBe(text);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test('that only the drill finds is shown in the same way.', async () => {
    const { code, stderr } = await ran(['drill', '--app', 'nowhere'], { fails: new UserError('there is no folder nowhere. Run: npx cdk synth') });
    expect([code, stderr]).toEqual([2, 'error: there is no folder nowhere. Run: npx cdk synth\n']);
  });

  test('of drilling an app without pipelines is an error.', async () => {
    const { code, stderr } = await ran(['drill', '--app', 'out']);
    expect([code, stderr]).toEqual([2, 'error: there is nothing to simulate in out: it has no pipeline. Add an ObservedPipeline, or a schedule that starts a function or a state machine, and run: npx cdk synth. Or name a function or a state machine: --pipeline <construct path>\n']);
  });
});

test('A defect of the program ends with 3 and its stack trace, so that you can report it.', async () => {
  const { code, stderr } = await ran(['drill'], { fails: new TypeError('x is not a function') });
  expect(code).toBe(3);
  expect(stderr).toMatch(/^This is a defect of observed-pipeline\. Please report it:\nTypeError: x is not a function\n\s+at /);
});

test('Each option reaches the drill, and a list takes several values or can be repeated.', async () => {
  const { drills } = await ran(['drill', '--app', 'out', '--pipeline', 'A', 'B', '--fault', 'runFails', '--fault', 'runTwice', '--from', '2026-03-01', '--quiet-year'], { report: passed });
  expect(drills).toEqual([{ app: 'out', pipelines: ['A', 'B'], faults: ['runFails', 'runTwice'], from: Date.UTC(2026, 2, 1), years: [undefined], timelines: 'none' }]);
});

test.each([[['--json']], [['--html', path.join(tmpdir(), 'drill-order.html')]]])('Timelines are kept for %j.', async (args) => {
  const { drills } = await ran(['drill', ...args], { report: passed });
  rmSync(path.join(tmpdir(), 'drill-order.html'), { force: true });
  expect(drills[0]!.timelines).toBe('all');
});

test('A report of more than 400 cells keeps only the timelines of what is wrong.', async () => {
  const pipelines = Array.from({ length: 50 }, (_, index) => `P${index}`);
  expect((await ran(['drill', '--json'], { report: passed, pipelines })).drills[0]!.timelines).toBe('wrong');
});

test('A year can be moved to several time zones.', async () => {
  const { drills } = await ran(['drill', '--quiet-year', 'Europe/Berlin', 'Australia/Lord_Howe'], { report: passed });
  expect(drills[0]!.years).toEqual(['Europe/Berlin', 'Australia/Lord_Howe']);
});

test('A year can be played in each pipeline\'s own zone and in others.', async () => {
  const { drills } = await ran(['drill', '--quiet-year', 'own', 'Australia/Lord_Howe'], { report: passed });
  expect(drills[0]!.years).toEqual([undefined, 'Australia/Lord_Howe']);
});

test('The number of threads can be set.', async () => {
  expect((await ran(['drill', '--workers', '3'], { report: passed })).drills[0]!.workers).toBe(3);
});

test('Without options the whole catalogue is played against all pipelines of cdk.out.', async () => {
  expect((await ran(['drill'], { report: passed })).drills).toEqual([{ app: 'cdk.out', pipelines: ['A', 'B'], faults: FAULT_IDS, from: undefined, years: [], timelines: 'none' }]);
});

test('The report opens with the verdict and is plain in a pipe.', async () => {
  const { stdout } = await ran(['drill'], { report: passed });
  expect(stdout.split('\n')[0]).toBe('The one simulated breakdown was detected.');
  expect(stdout).not.toContain('\u001b');
});

test('With --json, standard output is the JSON and nothing else.', async () => {
  const { stdout } = await ran(['drill', '--json'], { report: passed, steps: [{ done: 1, total: 2, pipeline: 'A' }], tickMillis: 5000 });
  expect(JSON.parse(stdout)).toMatchObject({ format: 1, app: 'cdk.out', summary: { passed: true } });
});

describe('With --html', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'drill-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('the last line names the HTML file.', async () => {
    const file = path.join(folder, 'drill.html');
    expect((await ran(['drill', '--html', file], { report: passed })).stdout).toMatch(new RegExp(`\\n\\nHTML report: ${file}\\n$`));
  });

  test('and --json, standard error names the HTML file.', async () => {
    const file = path.join(folder, 'drill.html');
    const { stdout, stderr } = await ran(['drill', '--json', '--html', file], { report: passed });
    expect(stderr).toBe(`HTML report: ${file}\n`);
    expect(JSON.parse(stdout)).toMatchObject({ summary: { passed: true } });
  });

  test('the HTML file is written in addition to the printed report.', async () => {
    const file = path.join(folder, 'drill.html');
    const { code, stdout } = await ran(['drill', '--html', file], { report: passed });
    expect([code, stdout.startsWith('The one simulated breakdown was detected.')]).toEqual([0, true]);
    expect(readFileSync(file, 'utf8')).toMatch(/^<!doctype html>/);
  });
});

test('A misspelled option gets a suggestion.', async () => {
  expect((await ran(['drill', '--htlm', 'x.html'])).stderr).toContain('error: unknown option \'--htlm\'\n(Did you mean --html?)\n');
});

describe('Colours', () => {
  const coloured = async (args: string[], given: { tty?: boolean; env?: Record<string, string> }): Promise<boolean> => (await ran(args, { report: passed, ...given })).stdout.includes('\u001b[');

  test('are used on a terminal.', async () => {
    expect(await coloured(['drill', '--quiet'], { tty: true })).toBe(true);
  });

  test.each([
    [['drill', '--quiet', '--no-color'], {}], [['--no-color', 'drill', '--quiet'], {}], [['drill', '--quiet'], { NO_COLOR: '1' }], [['drill', '--quiet'], { TERM: 'dumb' }],
    [['drill', '--quiet', '--no-color'], { FORCE_COLOR: '1' }],
  ] as [string[], Record<string, string>][])('are not used for %j with %j.', async (args, env) => {
    expect(await coloured(args, { tty: true, env })).toBe(false);
  });

  test('are used in a pipe when they are forced.', async () => {
    expect(await coloured(['drill', '--quiet'], { env: { FORCE_COLOR: '1' } })).toBe(true);
  });
});
