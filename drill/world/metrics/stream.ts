import type { Instant } from '../../../core/time';

/**
 * Points of one value that come at one interval, such as a checker's heartbeat: kept as their rule and not one by one.
 * Open while they still come.
 */
export class Stream {
  #last = Infinity;

  public constructor(
    public readonly first: Instant,
    public readonly interval: number,
    public readonly value: number,
    /** From a point's time until it can be seen. */
    public readonly delay: number,
  ) {}

  /** The time of its last point; infinite while it is open. */
  public get last(): Instant {
    return this.#last;
  }

  public get isOpen(): boolean {
    return this.#last === Infinity;
  }

  /** No point comes at or after an instant. */
  public closeBefore(instant: Instant): void {
    this.#last = this.first + (Math.ceil((instant - this.first) / this.interval) - 1) * this.interval;
  }

  /** Whether a point at this time would be one of it. */
  public has(at: Instant): boolean {
    return at >= this.first && at <= this.#last && (at - this.first) % this.interval === 0;
  }

  /** The first of its points at or after an instant, whether it has come yet or not; infinite when there is none. */
  public firstFrom(instant: Instant): Instant {
    const at = instant <= this.first ? this.first : this.first + Math.ceil((instant - this.first) / this.interval) * this.interval;
    return at <= this.#last ? at : Infinity;
  }
}
