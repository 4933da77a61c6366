import { Deadline, DeadlineError } from '../../../lambda/shared/async';

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

/** An invocation that ends after this many milliseconds. */
function ending(millis: number, readAtMost?: number): Deadline {
  const end = Date.now() + millis;
  return new Deadline({ getRemainingTimeInMillis: () => end - Date.now() }, readAtMost);
}

test('In a minute, the last 10 seconds are reserved for publishing, and their last quarter for the log.', () => {
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

test('Listing ends while a quarter of the reading time is left.', () => {
  const deadline = ending(60_000);
  jest.advanceTimersByTime(37_499);
  expect(deadline.listing.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect([deadline.listing.aborted, deadline.timeLeft()]).toEqual([true, 12_500]);
  deadline.clear();
});

test('Reads beside the evidence have half of the reading time.', () => {
  const deadline = ending(60_000);
  jest.advanceTimersByTime(24_999);
  expect(deadline.verifying.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect([deadline.verifying.aborted, deadline.timeLeft()]).toEqual([true, 25_000]);
  deadline.clear();
});

test('A quarter of a short time is reserved.', () => {
  const deadline = ending(8_000);
  expect(deadline.timeLeft()).toBe(6_000);
  deadline.clear();
});

test('A lower limit for reading shortens reading, but not publishing.', () => {
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

test("A limit beyond the invocation's time does not lengthen reading.", () => {
  const deadline = ending(8_000, 12_000);
  expect(deadline.timeLeft()).toBe(6_000);
  deadline.clear();
});

test('When no time is left at the start, every signal aborts at once.', () => {
  const deadline = ending(0);
  jest.advanceTimersByTime(0);
  expect([deadline.reading.aborted, deadline.publishing.aborted, deadline.timeLeft()]).toEqual([true, true, 0]);
});

test('The signals name what no time was left for.', () => {
  const deadline = ending(1_000);
  jest.advanceTimersByTime(1_000);
  expect(deadline.reading.reason).toEqual(new DeadlineError('reading evidence'));
  expect(String(deadline.publishing.reason)).toBe('DeadlineError: no time was left for publishing');
});

test('A cleared deadline leaves no timer for the next invocation.', () => {
  ending(60_000).clear();
  expect(jest.getTimerCount()).toBe(0);
});
