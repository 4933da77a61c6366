import { ScheduleError } from '../../../core/schedule/error';
import type { RefusedSchedule } from '../model';
import type { AccountDraft } from './account-draft';
import type { Properties } from './properties';
import { roleNameOf } from './role-name';

/** What a schedule or rule calls, and what happens when the call fails. */
export interface ScheduleTarget {
  readonly arn: string;
  readonly input?: string;
  readonly roleName?: string;
  readonly retryAttempts: number;
  readonly maxEventAgeSeconds: number;
  readonly deadLetterArn?: string;
}

/** EventBridge's defaults, for Scheduler and rules alike: 185 retries within a day. [sch: API_RetryPolicy; eb: eb-rule-retry-policy.html] */
const DEFAULT_RETRY_ATTEMPTS = 185;
const DEFAULT_MAX_EVENT_AGE_SECONDS = 86_400;

/** A target that calls any API of the SDK, named by its input. */
export const UNIVERSAL_TARGET = /^arn:[^:]+:scheduler:::aws-sdk:/;

/** Reads a target of AWS::Scheduler::Schedule or AWS::Events::Rule. */
export function readTarget(target: Properties): ScheduleTarget {
  const retry = target.optional('RetryPolicy', (at) => target.object(at));
  const deadLetters = target.optional('DeadLetterConfig', (at) => target.object(at));
  const input = target.optional('Input', (at) => target.text(at));
  return {
    arn: target.text('Arn'),
    ...(input === undefined ? {} : { input }),
    roleName: target.optional('RoleArn', (at) => roleNameOf(target.text(at))),
    retryAttempts: retry?.optional('MaximumRetryAttempts', (at) => retry.integer(at, 0, 185)) ?? DEFAULT_RETRY_ATTEMPTS,
    maxEventAgeSeconds: retry?.optional('MaximumEventAgeInSeconds', (at) => retry.integer(at, 60, 86_400)) ?? DEFAULT_MAX_EVENT_AGE_SECONDS,
    deadLetterArn: deadLetters?.optional('Arn', (at) => deadLetters.text(at)),
  };
}

/** Reads the expression of a schedule or rule, and keeps one that EventBridge does not take apart. @throws ScheduleError */
export function requireSchedule(parse: () => unknown, schedule: Omit<RefusedSchedule, 'why'>, draft: AccountDraft): void {
  try {
    parse();
  } catch (error) {
    if (error instanceof ScheduleError) draft.refusedSchedules.push({ ...schedule, why: error.message });
    throw error;
  }
}
