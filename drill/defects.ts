import { isSilence } from '../core/contract/contract';
import { parseSchedule } from '../core/schedule/parse';
import { Schedule } from '../core/schedule/schedule';
import { readDescription } from '../core/signals';
import { durationText } from '../core/text/count-and-duration';
import { sentence } from '../core/text/sentence';
import { DAY, Instant, SECOND } from '../core/time';
import { type Account, type FunctionModel, labelOf, type ScheduleModel, targetOf } from '../template/model';
import { type Defect, PipelineModel, timesOf } from '../template/pipeline';
import { mayPublish, mayReadEnvironment, mayStart, roleMayPublish } from '../template/policy/permissions';
import { Scene } from './faults/fault';
import { ownAlarms } from './faults/own-topics';
import { DEFAULT_SETTINGS } from './simulation/settings';

interface Subject {
  readonly account: Account;
  readonly pipeline: PipelineModel;
  readonly from: Instant;
}

/** Number of due times that are compared with the times at which the trigger fires. */
const COMPARED = 400;
/** No due time later than this is compared. A year includes the clock changes of a daily job. */
const LOOKED_AHEAD = 400 * DAY;

/**
 * What can keep a pipeline from running, or its alarms from arriving, in the order in which it is checked. To add a check, add
 * a function here.
 */
const CHECKS: readonly ((subject: Subject) => Defect | undefined)[] = [refusedTrigger, disabledTrigger, triggerMayNotStart, stageCannotRun, drift, alarmCannotArrive, notifierCannotArrive];

/**
 * What is broken about a pipeline in the template as it stands, before any fault. A breakdown on top of that would prove
 * nothing, because an alarm before it would be right.
 * @param from when it is deployed
 */
export function brokenAsItStands(account: Account, pipeline: PipelineModel, from: Instant): Defect | undefined {
  for (const check of CHECKS) {
    const broken = check({ account, pipeline, from });
    if (broken !== undefined) return broken;
  }
  return undefined;
}

/** A schedule or rule that EventBridge refuses, so that the deployment fails. */
function refusedTrigger({ account, pipeline }: Subject): Defect | undefined {
  const named = pipeline.observed?.profile?.profile.trigger;
  const refused = account.refusedSchedules?.find(({ kind, name, targetArns }) => (named?.name === name && (named.kind === 'rule') === (kind === 'rule'))
    || targetArns.some((arn) => targetOf(account, arn)?.model.arn === pipeline.stages[0].resource.arn));
  return refused === undefined ? undefined : {
    reason: `EventBridge refuses the ${wordOf(refused)} ${labelOf(refused)}: ${refused.why}`,
    remedy: 'Correct its expression. The deployment fails until then.',
  };
}

function disabledTrigger({ pipeline: { schedules, stages: [{ name }], observed } }: Subject): Defect | undefined {
  const [first] = schedules;
  if (schedules.some(({ enabled }) => enabled) || observed?.nothingExpected !== undefined) return undefined;
  return {
    reason: `The ${wordOf(first)} ${labelOf(first)} is disabled in the template, so it never starts ${name}.`,
    remedy: 'Enable it. If it is disabled on purpose in some environments, let the expectation follow the state of its trigger.',
  };
}

function triggerMayNotStart({ account, pipeline: { schedules, stages: [{ resource }] } }: Subject): Defect | undefined {
  for (const schedule of schedules) {
    for (const arn of schedule.targetArns.filter((one) => targetOf(account, one)?.model.arn === resource.arn)) {
      const { allowed, reason, remedy } = mayStart(account, schedule, arn);
      if (!allowed) return { reason: sentence(reason), remedy: remedy ?? 'Allow it.' };
    }
  }
  return undefined;
}

/** A function of the pipeline or of its watchers that can never run. */
function stageCannotRun({ account, pipeline: { stages, observed } }: Subject): Defect | undefined {
  const watchers = [observed?.checker, ...observed?.notifiers ?? []].flatMap((watcher) => watcher?.functionName ?? []);
  const arns = stages.flatMap(({ resource }) => [resource.arn, ...('functionArns' in resource ? resource.functionArns : [])]);
  const functions = account.functions.filter(({ arn, name }) => arns.some((one) => targetOf(account, one)?.model.arn === arn) || watchers.includes(name));
  for (const model of functions) {
    const broken = functionCannotRun(account, model);
    if (broken !== undefined) return broken;
  }
  return undefined;
}

function functionCannotRun(account: Account, model: FunctionModel): Defect | undefined {
  if (model.reservedConcurrency === 0) {
    return { reason: `The function ${labelOf(model)} has a reserved concurrency of 0, so each of its invocations is throttled.`, remedy: 'Reserve more, or reserve none.' };
  }
  const { allowed, known, reason } = mayReadEnvironment(account, model);
  return allowed || !known ? undefined : { reason: `The function ${labelOf(model)} cannot start, because Lambda cannot decrypt its environment: ${reason}.`, remedy: 'Let its role decrypt with this key: key.grantDecrypt(role).' };
}

/** The trigger fires at other times than the expectation says, so every run is early, late or missing. */
function drift(subject: Subject): Defect | undefined {
  const { account, pipeline, from } = subject;
  if (pipeline.externalTrigger || pipeline.observed?.contract === undefined) return undefined;
  const firings = firingsOf(pipeline.schedules, from);
  if (firings === undefined) return undefined;
  const { expectation } = pipeline.observed.contract;
  if (isSilence(expectation)) return silenceDrift(subject, firings, expectation.maxSilenceSeconds);
  // Only the account knows when a rate starts to count.
  if (expectation.schedule.startsWith('rate(')) return undefined;
  const scene = new Scene({ account, pipeline, from, settings: DEFAULT_SETTINGS });
  const begins = Math.max(from, Math.min(...pipeline.schedules.map(({ start = from }) => start)));
  const due = scene.slots(COMPARED, begins).filter((slot) => slot < Math.min(from + LOOKED_AHEAD, firings.at(-1)!));
  const unserved = due.find((slot) => {
    const [earliest, latest] = [scene.around(slot).from, scene.startsBy(slot)];
    return !firings.some((firing) => earliest <= firing && firing <= latest);
  });
  return unserved === undefined ? undefined : {
    reason: `${firesAs(pipeline)} but its expectation says ${expectation.schedule} ${expectation.timeZone}: nothing starts the run that is due at ${instantText(unserved)} in time.`,
    remedy: follow(pipeline),
  };
}

function silenceDrift({ pipeline }: Subject, firings: readonly Instant[], maxSilenceSeconds: number): Defect | undefined {
  const settle = Math.max(...pipeline.stages.map(({ contract }) => contract?.publicationDelaySeconds ?? 0));
  const index = firings.findIndex((firing, at) => at > 0 && firing - firings[at - 1]! > (maxSilenceSeconds + settle) * SECOND);
  return index < 0 ? undefined : {
    reason: `${firesAs(pipeline)} but its expectation allows a silence of ${durationText(maxSilenceSeconds)}: nothing starts a run between ${instantText(firings[index - 1]!)} and ${instantText(firings[index]!)}.`,
    remedy: `${follow(pipeline)} Or allow a longer silence.`,
  };
}

/** When the triggers fire, oldest first; undefined where only the account knows. */
function firingsOf(schedules: readonly ScheduleModel[], from: Instant): Instant[] | undefined {
  if (schedules.some(({ expression, start }) => expression.startsWith('rate(') && start === undefined)) return undefined;
  const firings = schedules.flatMap(({ expression, timeZone, start, end }) => next(parseSchedule(expression, { timeZone, anchor: start }), Math.max(from, start ?? from), Math.min(end ?? Infinity, from + LOOKED_AHEAD)));
  return firings.length < 2 ? undefined : firings.sort((a, b) => a - b);
}

function next(schedule: Schedule, from: Instant, to: Instant): Instant[] {
  const slots: Instant[] = [];
  for (let slot = schedule.next(from - 1); slot !== undefined && slot.at <= to && slots.length < 2 * COMPARED; slot = schedule.next(slot.at)) slots.push(slot.at);
  return slots;
}

/**
 * A topic that refuses alarms that the template sends to it. The app's own alarms beside this library's are judged separately.
 */
function alarmCannotArrive({ account, pipeline }: Subject): Defect | undefined {
  for (const alarm of ownAlarms(account, pipeline).filter(({ description }) => pipeline.observed === undefined || readDescription(description) !== undefined)) {
    for (const topicArn of alarm.actionsEnabled ? alarm.actions.alarm : []) {
      if (targetOf(account, topicArn)?.kind !== 'topic') continue;
      const { allowed, known, reason } = mayPublish(account, alarm.arn, topicArn);
      if (!allowed && known) return { reason: `The alarm ${labelOf(alarm)} cannot be published to its topic: ${reason}.`, remedy: 'Let cloudwatch.amazonaws.com publish to the topic and use its key.' };
    }
  }
  return undefined;
}

function notifierCannotArrive({ account, pipeline: { observed } }: Subject): Defect | undefined {
  for (const { functionName, criticalTopicArn, warningTopicArn } of observed?.notifiers ?? []) {
    const roleName = account.functions.find(({ name }) => name === functionName)?.roleName;
    for (const topicArn of [criticalTopicArn, warningTopicArn]) {
      const { allowed, known, reason } = roleMayPublish(account, roleName, topicArn);
      if (!allowed && known) return { reason: `The notifier may not publish to ${topicArn}: ${reason}.`, remedy: 'Keep the policies of the topics, of their key and of the notifier\'s role as the observatory creates them.' };
    }
  }
  return undefined;
}

function firesAs({ schedules: [first, ...more] }: PipelineModel): string {
  return `The ${wordOf(first)} ${labelOf(first)} fires at ${[first, ...more].map(({ expression, timeZone }) => `${expression} ${timeZone}`).join(' and ')},`;
}

function follow(pipeline: PipelineModel): string {
  const method = pipeline.schedules[0].kind === 'rule' ? 'fromRule' : 'fromSchedule';
  const tolerances = timesOf(pipeline) === undefined ? '' : ', with the same options';
  return `Make the expectation follow the ${wordOf(pipeline.schedules[0])}: RunExpectation.${method}(…)${tolerances}.`;
}

function wordOf({ kind }: Pick<ScheduleModel, 'kind'>): string {
  return kind === 'rule' ? 'rule' : 'schedule';
}

function instantText(at: Instant): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
