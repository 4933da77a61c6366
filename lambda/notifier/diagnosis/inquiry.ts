import { ACCESS_DENIED, THROTTLED } from '../../../core/aws-errors';
import { quote } from '../../../core/diagnosis/error-text';
import type { Finding } from '../../../core/diagnosis/findings';

/** Errors with the same meaning, whose names differ by service. */
const KINDS: readonly { readonly name: RegExp; readonly problem: string }[] = [
  { name: ACCESS_DENIED, problem: 'access denied' },
  { name: /KMS|KeyAccess|InvalidEncryption/i, problem: 'access to its key denied' },
  { name: THROTTLED, problem: 'throttled' },
  { name: /Timeout|Deadline|Abort/i, problem: 'no answer in time' },
];
const QUOTED = { includeExecutionData: false, longest: 100 } as const;

/** Why a call failed, in a few words that are safe to send. */
export function problemOf(error: unknown): string {
  if (!(error instanceof Error)) return quote(String(error), QUOTED) || 'unknown error';
  const known = KINDS.find(({ name }) => name.test(error.name));
  return known?.problem ?? (quote(`${error.name}: ${error.message}`, QUOTED));
}

/** One thing that was asked, and its answer so far. */
interface Asked {
  readonly what: string;
  answer: Finding<unknown>;
}

/** Asks, and keeps the answers as they arrive. At any moment it can list what is unknown. */
export class Inquiry {
  readonly #asked: Asked[] = [];
  readonly #remarks: string[] = [];

  public constructor(private readonly signal: AbortSignal) {}

  /** What could not be read so far, a clause each. */
  public unread(): string[] {
    return [
      ...this.#asked.flatMap(({ what, answer }) => {
        if (answer.kind === 'open') return [`${what} not read in time`];
        return answer.kind === 'unread' ? [`${what} not readable: ${answer.problem}`] : [];
      }),
      ...this.#remarks,
    ];
  }

  /** Whether every question has an answer. */
  public get answered(): boolean {
    return this.#asked.every(({ answer }) => answer.kind !== 'open');
  }

  /** Notes what is not asked, and why. */
  public remark(clause: string): void {
    this.#remarks.push(clause);
  }

  /**
   * Asks one question. Passes the answer to `take` as soon as it arrives, and returns it. Never rejects: a failure is an
   * answer, and a call that ends because the time is over has none.
   */
  public async ask<T>(what: string, call: () => Promise<T | undefined>, take: (answer: Finding<T>) => void): Promise<T | undefined> {
    const asked: Asked = { what, answer: { kind: 'open' } };
    this.#asked.push(asked);
    if (this.signal.aborted) return undefined;
    try {
      const value = await call();
      const answer: Finding<T> = value === undefined ? { kind: 'missing' } : { kind: 'found', value };
      asked.answer = answer;
      take(answer);
      return value;
    } catch (error) {
      if (this.signal.aborted) return undefined;
      const answer: Finding<T> = { kind: 'unread', problem: problemOf(error) };
      asked.answer = answer;
      take(answer);
      return undefined;
    }
  }
}
