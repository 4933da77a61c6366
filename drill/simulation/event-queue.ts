import type { Instant } from '../../core/time';

/** Order of events at the same instant: things happen first, then alarms are evaluated, then composite alarms. */
export const ORDER = { happen: 0, evaluate: 1, combine: 2 } as const;

/** The action of an event. It may take real time but no simulated time. */
type Work = () => void | Promise<void>;

interface Event {
  readonly at: Instant;
  readonly order: number;
  readonly number: number;
  readonly work: Work;
}

/** The clock of a simulation and its future events: a binary heap by time, then order, then age. */
export class EventQueue {
  readonly #heap: Event[] = [];
  #count = 0;
  #now: Instant;

  public constructor(start: Instant) {
    this.#now = start;
  }

  public get now(): Instant {
    return this.#now;
  }

  /** Adds an event at an instant that is not in the past. */
  public at(at: Instant, work: Work, order: number = ORDER.happen): void {
    if (!(at >= this.#now)) throw new RangeError(`an event at ${at} lies before the simulated now, ${this.#now}`);
    this.#push({ at, order, number: this.#count++, work });
  }

  /** Runs all events up to and including an instant, and stops there. */
  public async runUntil(until: Instant): Promise<void> {
    for (let first = this.#heap[0]; first !== undefined && first.at <= until; first = this.#heap[0]) {
      this.#pop();
      this.#now = first.at;
      const busy = first.work();
      // Awaiting a value that is not a promise would take most of the time of a simulated year.
      if (busy !== undefined) await busy;
    }
    this.#now = Math.max(this.#now, until);
  }

  #push(event: Event): void {
    const heap = this.#heap;
    let index = heap.length;
    heap.push(event);
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(event, heap[parent]!)) break;
      heap[index] = heap[parent]!;
      index = parent;
    }
    heap[index] = event;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child += 1;
      if (!before(heap[child]!, last)) break;
      heap[index] = heap[child]!;
      index = child;
    }
    heap[index] = last;
  }
}

function before(a: Event, b: Event): boolean {
  if (a.at !== b.at) return a.at < b.at;
  return a.order !== b.order ? a.order < b.order : a.number < b.number;
}

/** Numbers from 0 to below 1 that look random and are the same in every run. */
export type Random = () => number;

/** Pseudo-random numbers that depend only on a text (FNV-1a for the seed, mulberry32 for the numbers). */
export function seeded(text: string): Random {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A whole number from `from` to `to`, both included. */
export function between(random: Random, from: number, to: number): number {
  return from + Math.floor(random() * (to - from + 1));
}
