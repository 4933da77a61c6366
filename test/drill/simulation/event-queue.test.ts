import { EventQueue, ORDER } from '../../../drill/simulation/event-queue';

describe('the clock of a simulation', () => {
  test('Events happen in the order of their times, and at the same time in the order in which they were added.', async () => {
    const queue = new EventQueue(0);
    const seen: string[] = [];
    for (const [time, name] of [[3, 'c'], [1, 'a'], [2, 'b1'], [2, 'b2'], [5, 'e'], [4, 'd']] as const) queue.at(time, () => void seen.push(name));
    await queue.runUntil(4);
    expect(seen).toEqual(['a', 'b1', 'b2', 'c', 'd']);
    expect(queue.now).toBe(4);
  });

  test('At one instant, things happen first, then alarms are evaluated, then composite alarms.', async () => {
    const queue = new EventQueue(0);
    const seen: string[] = [];
    queue.at(1, () => void seen.push('combine'), ORDER.combine);
    queue.at(1, () => void seen.push('evaluate'), ORDER.evaluate);
    queue.at(1, () => void seen.push('happen'));
    await queue.runUntil(1);
    expect(seen).toEqual(['happen', 'evaluate', 'combine']);
  });

  test('An event may add other events, even at its own time.', async () => {
    const queue = new EventQueue(0);
    const seen: number[] = [];
    const again = (): void => {
      seen.push(queue.now);
      if (seen.length < 3) queue.at(queue.now, again);
    };
    queue.at(7, again);
    await queue.runUntil(10);
    expect(seen).toEqual([7, 7, 7]);
  });

  test('The clock waits for an event that takes real time.', async () => {
    const queue = new EventQueue(0);
    const seen: string[] = [];
    queue.at(1, async () => {
      await Promise.resolve();
      seen.push('slow');
    });
    queue.at(2, () => void seen.push('next'));
    await queue.runUntil(2);
    expect(seen).toEqual(['slow', 'next']);
  });

  test('No event can be added in the past.', async () => {
    const queue = new EventQueue(5);
    expect(() => queue.at(4, () => undefined)).toThrow('an event at 4 lies before the simulated now, 5');
  });

  test('Many events in random order come out in order.', async () => {
    const queue = new EventQueue(0);
    const seen: number[] = [];
    for (let index = 0; index < 1000; index += 1) {
      const time = (index * 7919) % 1009;
      queue.at(time, () => void seen.push(time));
    }
    await queue.runUntil(2000);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen).toHaveLength(1000);
  });
});
