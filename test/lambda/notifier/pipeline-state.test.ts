import { SECOND } from '../../../core/time';
import { loadAndJudge } from '../../../lambda/notifier/pipeline-state';
import { hanging } from '../shared/failing-calls';
import { FakeError } from '../shared/fake-evidence-ports';
import { FakeNotifierPorts } from './fake-notifier-ports';
import { addPipeline, ENVIRONMENT } from './scene';

const NOW = Date.parse('2026-03-10T06:00:00Z');
const NAMES = Array.from({ length: 12 }, (_, index) => `P${index}`);

function dozen(): FakeNotifierPorts {
  const ports = new FakeNotifierPorts();
  for (const pipeline of NAMES) addPipeline(ports, { pipeline });
  return ports;
}

/** The names of pipelines whose profile was read, and the problems of the others. */
async function known(ports: FakeNotifierPorts): Promise<{ known: string[]; problems: string[] }> {
  const all = [...(await loadAndJudge({ ports, environment: ENVIRONMENT, now: NOW }, NAMES)).values()];
  return { known: all.filter(({ profile }) => profile !== undefined).map(({ pipeline }) => pipeline), problems: [...new Set(all.flatMap(({ problems }) => problems))] };
}

describe('reading many pipelines', () => {
  test('Ten parameters are read at a time, so that a failed call affects few pipelines.', async () => {
    const ports = dozen();
    const asked: number[] = [];
    ports.disturb.parameters = (names) => {
      asked.push(names.length);
      if (names.includes('/observatory/P5')) throw new FakeError('ThrottlingException');
    };
    expect(await known(ports)).toEqual({
      known: ['P0', 'P1', 'P2', 'P3', 'P4', 'P10', 'P11'], problems: ['profile and contract not readable: ThrottlingException: said the fake'],
    });
    expect(asked).toEqual([10, 10, 4]);
  });

  test('When the rest takes too long, the pipelines that were read count.', async () => {
    jest.useFakeTimers();
    const ports = dozen();
    ports.disturb.parameters = (names) => (names.includes('/observatory/P0') ? hanging() : undefined);
    const found = known(ports);
    await jest.advanceTimersByTimeAsync(7 * SECOND);
    expect(await found).toEqual({
      known: NAMES.slice(5), problems: ['profile and contract not readable: TooSlowError: reading profiles and contracts took longer than 7 s'],
    });
    jest.useRealTimers();
  });
});
