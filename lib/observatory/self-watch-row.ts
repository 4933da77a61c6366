import { Duration } from 'aws-cdk-lib/core';
import type { IConstruct } from 'constructs';
import type { Severity } from '../severity';
import type { SignalRow } from '../signals/signal-row';

/** A way in which the observatory can die. */
export interface SelfWatchRow extends SignalRow {
  /** Those on whose topics it is told. @default - critical */
  readonly severities?: readonly Severity[];
  /** Told past the notifier, since it is about what makes or delivers messages. @default false */
  readonly directly?: boolean;
  /** What is silent when it speaks. It is made after that and deleted before, so that neither looks like silence. @default - nothing */
  readonly silenceOf?: IConstruct;
}

/** Of what has no interval of its own. */
export const SHORT = Duration.minutes(5);
