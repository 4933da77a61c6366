import type { Json } from '../../stand-in/wire';
import { Act, Failure, FAILURES } from './failure';

/** The effect of a failure: for people, and for the test. */
export interface Outcome<Seen> {
  /** What is lost and what is not, a clause. */
  readonly says: string;
  /** What the test sees of the handler. Everything else is as if nothing had failed. */
  readonly seen: Partial<Seen>;
}

/** A call of a handler, and the effects of its failures. */
export interface Call<Seen, Scene extends string = string> {
  readonly service: string;
  readonly api: string;
  /** The purpose of the call. */
  readonly reads: string;
  /** The scene of the handler in which the call is made. @default the first */
  readonly scene?: Scene;
  /** Selects calls among those with this name. @default all */
  readonly meant?: (input: Json, index: number) => boolean;
  readonly outcomes: Readonly<Record<Failure, Outcome<Seen>>>;
  /** Further partial or malformed answers that only this call can get. */
  readonly also?: readonly Variant<Seen>[];
}

/** A failure that only one call can have. */
export interface Variant<Seen> {
  readonly failure: 'partial' | 'malformed';
  /** The name of the answer. */
  readonly called: string;
  readonly act: Act;
  readonly outcome: Outcome<Seen>;
  /** Selects calls among those with this name. @default those of the call */
  readonly meant?: (input: Json, index: number) => boolean;
}

/** One cell of the table: a call that fails in one way. */
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

/** The same outcome for every failure except the named ones. */
export function whenever<Seen>(outcome: Outcome<Seen>, but: Partial<Record<Failure, Outcome<Seen>>>): Record<Failure, Outcome<Seen>> {
  return { denied: outcome, throttled: outcome, hangs: outcome, partial: outcome, malformed: outcome, slow: outcome, ...but };
}
