import type { Json } from '../../stand-in/wire';
import { Act, Failure, FAILURES } from './failure';

/** What comes of a failure: for people, and for the test. */
export interface Outcome<Seen> {
  /** What is lost and what is not, a clause. */
  readonly says: string;
  /** What is seen of the handler. What is not named here is as if nothing had failed. */
  readonly seen: Partial<Seen>;
}

/** A call of a handler, and what comes of it when it fails. */
export interface Call<Seen, Scene extends string = string> {
  readonly service: string;
  readonly api: string;
  /** What it is for. */
  readonly reads: string;
  /** In which of the handler's scenes it is made. @default the first */
  readonly scene?: Scene;
  /** Which of the calls of that name are meant. @default all */
  readonly meant?: (input: Json, index: number) => boolean;
  readonly outcomes: Readonly<Record<Failure, Outcome<Seen>>>;
  /** Further ways of being partial or malformed, that only this call has. */
  readonly also?: readonly Variant<Seen>[];
}

/** A way of failing that only one call has. */
export interface Variant<Seen> {
  readonly failure: 'partial' | 'malformed';
  /** What it answers. */
  readonly called: string;
  readonly act: Act;
  readonly outcome: Outcome<Seen>;
  /** Which of the calls of that name are meant. @default those of the call */
  readonly meant?: (input: Json, index: number) => boolean;
}

/** One cell: a call that fails in one way. */
export interface Cell<Seen> {
  readonly called: string;
  readonly act: Act;
  readonly outcome: Outcome<Seen>;
  readonly meant: (input: Json, index: number) => boolean;
}

export function cellsOf<Seen>({ outcomes, also = [], meant = () => true }: Call<Seen>): Cell<Seen>[] {
  return [
    ...(Object.keys(FAILURES) as Failure[]).map((failure) => ({ ...FAILURES[failure], outcome: outcomes[failure], meant })),
    ...also.map((variant) => ({ ...variant, meant: variant.meant ?? meant })),
  ];
}

/** The same outcome of every failure but those named. */
export function whenever<Seen>(outcome: Outcome<Seen>, but: Partial<Record<Failure, Outcome<Seen>>>): Record<Failure, Outcome<Seen>> {
  return { denied: outcome, throttled: outcome, hangs: outcome, partial: outcome, malformed: outcome, slow: outcome, ...but };
}
