import type { Duration } from 'aws-cdk-lib/core';
import type { Notify } from './notify';

/** Who is told when an incident lasts, besides those who were told first. */
export interface Escalation {
  /** How long an incident may last before: 1 minute to 366 days, in whole seconds, known at synth. */
  readonly after: Duration;

  /**
   * Who is told then, whatever the severities of the contacts. They are subscribed to a topic of its own
   * (`observatory.escalationTopic`). An existing topic cannot be one of them: subscribe what it tells.
   */
  readonly notify: Notify[];
}
