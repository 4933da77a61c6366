import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import { type CfnScheduleGroup, Schedule, ScheduleExpression, ScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Duration, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';

/** A late tick is worthless, since the next one sees the same. EventBridge and Lambda accept no shorter wait. */
export const LONGEST_WAIT_OF_A_TICK = Duration.minutes(1);
/** Time between the end of the longest tick and the next one. */
const MARGIN = Duration.seconds(5);

/** A function that runs at regular intervals. */
interface Ticks {
  readonly function: Function;
  readonly interval: Duration;
  /** What the function does, for the descriptions of schedule and role. */
  readonly does: string;
  /** The input of the function. @default - EventBridge Scheduler's own */
  readonly input?: object;
  /** Receives the invocations that Lambda refused. */
  readonly deadLetterQueue: Queue;
  /** The group of the schedule. @default - the default group of the account */
  readonly group?: CfnScheduleGroup;
}

/** How long a tick may take. It must end before the next one. */
export function longestTick(interval: Duration, most: Duration): Duration {
  return Duration.seconds(Math.min(most.toSeconds(), interval.toSeconds() - MARGIN.toSeconds()));
}

/**
 * Runs a function at regular intervals, by a schedule with its own role. The role may invoke exactly this function. CDK's own
 * target would also allow versions and aliases.
 */
export function tick(scope: Construct, { function: fn, interval, does, input, deadLetterQueue, group }: Ticks): Schedule {
  const { partition, region, account } = Stack.of(scope);
  const role = new Role(scope, 'ScheduleRole', {
    // Scheduler identifies itself by the group of the schedule (Scheduler user guide, "Confused deputy prevention").
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': account, 'aws:SourceArn': group?.attrArn ?? `arn:${partition}:scheduler:${region}:${account}:schedule-group/default` } },
    }),
    description: `Invokes the ${does}`,
  });
  role.addToPolicy(new PolicyStatement({ sid: 'Tick', actions: ['lambda:InvokeFunction'], resources: [fn.functionArn] }));
  // CDK's own grant would also allow reading attributes of the queue.
  role.addToPolicy(new PolicyStatement({ sid: 'KeepUndeliverable', actions: ['sqs:SendMessage'], resources: [deadLetterQueue.queueArn] }));
  const schedule = new Schedule(scope, 'Schedule', {
    description: `Runs the ${does}`,
    schedule: ScheduleExpression.rate(interval),
    scheduleGroup: group === undefined ? undefined : ScheduleGroup.fromScheduleGroupName(scope, 'Group', group.ref),
    target: {
      bind: () => ({
        arn: fn.functionArn,
        role,
        input: input === undefined ? undefined : { bind: () => JSON.stringify(input) },
        deadLetterConfig: { arn: deadLetterQueue.queueArn },
        retryPolicy: { maximumRetryAttempts: 1, maximumEventAgeInSeconds: LONGEST_WAIT_OF_A_TICK.toSeconds() },
      }),
    },
  });
  // Without its permissions the first tick would land in the dead-letter queue and raise an alarm. Without the function's settings
  // for failures it would be retried.
  schedule.node.addDependency(role, fn);
  return schedule;
}
