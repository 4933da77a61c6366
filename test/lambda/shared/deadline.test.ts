import { Deadline, DeadlineError } from '../../../lambda/shared/async';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** An invocation that ends so many milliseconds from now. */
function ending(millis: number, readAtMost?: number): Deadline {
  const end = Date.now() + millis;
  return new Deadline({ getRemainingTimeInMillis: () => end - Date.now() }, readAtMost);
}

test('Of a minute the last 10 seconds are kept for publishing, and the last quarter of them for the log.', () => {
  const deadline = ending(60_000);
  expect(deadline.timeLeft()).toBe(50_000);
  jest.advanceTimersByTime(49_999);
  expect([deadline.reading.aborted, deadline.publishing.aborted, deadline.timeLeft()]).toEqual([false, false, 1]);
  jest.advanceTimersByTime(1);
  expect([deadline.reading.aborted, deadline.publishing.aborted, deadline.timeLeft()]).toEqual([true, false, 0]);
  jest.advanceTimersByTime(7_499);
  expect(deadline.publishing.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(deadline.publishing.aborted).toBe(true);
  deadline.clear();
});

test('A listing has to end while a quarter of the time is left to look at what was listed.', () => {
  const deadline = ending(60_000);
  jest.advanceTimersByTime(37_499);
  expect(deadline.listing.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect([deadline.listing.aborted, deadline.timeLeft()]).toEqual([true, 12_500]);
  deadline.clear();
});

test('What is looked at beside the evidence has half of the time for it.', () => {
  const deadline = ending(60_000);
  jest.advanceTimersByTime(24_999);
  expect(deadline.verifying.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect([deadline.verifying.aborted, deadline.timeLeft()]).toEqual([true, 25_000]);
  deadline.clear();
});

test('Of a short time a quarter is kept.', () => {
  const deadline = ending(8_000);
  expect(deadline.timeLeft()).toBe(6_000);
  deadline.clear();
});

test('Whoever can wait for so long only gives reading less time, and publishing no less.', () => {
  const deadline = ending(60_000, 12_000);
  expect(deadline.timeLeft()).toBe(12_000);
  jest.advanceTimersByTime(12_000);
  expect([deadline.reading.aborted, deadline.publishing.aborted, deadline.timeLeft()]).toEqual([true, false, 0]);
  jest.advanceTimersByTime(45_499);
  expect(deadline.publishing.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(deadline.publishing.aborted).toBe(true);
  deadline.clear();
});

test('Whoever can wait for longer than there is time gives reading no more.', () => {
  const deadline = ending(8_000, 12_000);
  expect(deadline.timeLeft()).toBe(6_000);
  deadline.clear();
});

test('When no time is left at the start, everything is over at once.', () => {
  const deadline = ending(0);
  jest.advanceTimersByTime(0);
  expect([deadline.reading.aborted, deadline.publishing.aborted, deadline.timeLeft()]).toEqual([true, true, 0]);
});

test('The signals say for what no time was left.', () => {
  const deadline = ending(1_000);
  jest.advanceTimersByTime(1_000);
  expect(deadline.reading.reason).toEqual(new DeadlineError('reading evidence'));
  expect(String(deadline.publishing.reason)).toBe('DeadlineError: no time was left for publishing');
});

test('A deadline that was cleared leaves no timer behind for the next invocation.', () => {
  ending(60_000).clear();
  expect(jest.getTimerCount()).toBe(0);
});
