import { Contract, ContractError, describeContractExpectation, Instant, isSilence, parseSchedule, Question, QUESTIONS, readContract, readDescription } from '../../core';
import type { Account, AlarmModel, CheckerModel, TopicModel } from '../../drill/account';

/** One alarm of a pipeline or of an observatory, as its owner reads it. */
export interface OverviewAlarm {
  /** The question that it answers. */
  readonly question: Question;
  readonly stage?: string;
  /** What it means when it speaks. */
  readonly means: string;
  /** The display names of the topics that it tells. */
  readonly tells: readonly string[];
}

export interface OverviewPipeline {
  readonly name: string;
  /** When runs are due, in a phrase. */
  readonly expectation: string;
  readonly timeZone: string;
  /** The next due times; empty for an expectation without slots. */
  readonly due: readonly Instant[];
  readonly alarms: readonly OverviewAlarm[];
  /** Why the contract cannot be read, if so. */
  readonly problem?: string;
}

/** Who hears a topic. */
export interface Audience {
  readonly topic: string;
  readonly to: readonly string[];
}

export interface Overview {
  readonly pipelines: readonly OverviewPipeline[];
  /** The alarms that watch the observatories themselves. */
  readonly selfWatch: readonly OverviewAlarm[];
  readonly audiences: readonly Audience[];
}

const DUE_TIMES = 3;

/** What is watched in an account and who is told, as a person wants to see it before deploying. */
export function overviewOf(account: Account, now: Instant): Overview {
  const intakes = intakesOf(account);
  const described = account.alarms.flatMap((alarm) => voiceOf(account, alarm, intakes));
  const of = (pipeline: string | undefined): OverviewAlarm[] => described.filter((one) => one.pipeline === pipeline).map(({ alarm }) => alarm)
    .sort((a, b) => QUESTIONS.indexOf(a.question) - QUESTIONS.indexOf(b.question));
  const parameters = account.checkers.flatMap((checker) => account.parameters.filter(({ name }) => isContract(name, checker)));
  return {
    pipelines: parameters.map(({ name, value }) => {
      const pipeline = name.slice(name.lastIndexOf('/') + 1);
      return { ...promiseOf(pipeline, value, now), alarms: of(pipeline) };
    }),
    selfWatch: of(undefined),
    audiences: account.topics
      .filter(({ arn }) => !intakes.has(arn) && isTold(account, arn))
      .map((topic) => ({
        topic: nameOf(topic),
        to: account.subscriptions.filter(({ topicArn }) => topicArn === topic.arn).map(({ protocol, endpoint }) => `${protocol} ${endpoint}`),
      })),
  };
}

/** Contracts lie directly below their path; what lies deeper is something else. */
function isContract(name: string, { contractsPath }: CheckerModel): boolean {
  return name.startsWith(`${contractsPath}/`) && !name.slice(contractsPath.length + 1).includes('/');
}

/** The topics that a notifier takes alarms from, to tell them to others. */
function intakesOf({ notifiers, functions, subscriptions }: Account): ReadonlySet<string> {
  const arns = functions.filter(({ name }) => notifiers.some(({ functionName }) => functionName === name)).map(({ arn }) => arn);
  return new Set(subscriptions.filter(({ protocol, endpoint }) => protocol === 'lambda' && arns.includes(endpoint)).map(({ topicArn }) => topicArn));
}

/** Whether anything speaks to a topic: an alarm, or a notifier that knows it. */
function isTold({ alarms, notifiers, functions }: Account, topicArn: string): boolean {
  return alarms.some(({ actions }) => actions.alarm.includes(topicArn))
    || functions.some(({ name, environment }) => notifiers.some(({ functionName }) => functionName === name) && Object.values(environment).includes(topicArn));
}

function voiceOf(account: Account, alarm: AlarmModel, intakes: ReadonlySet<string>): { pipeline?: string; alarm: OverviewAlarm }[] {
  const described = readDescription(alarm.description);
  if (described === undefined) return [];
  const { mark: { question, pipeline, stage, severity }, means } = described;
  const tells = alarm.actions.alarm.map((arn) => {
    const topic = account.topics.find((one) => one.arn === arn);
    if (intakes.has(arn)) return severity.toUpperCase();
    return topic === undefined ? arn : nameOf(topic);
  });
  return [{ pipeline, alarm: { question, stage, means, tells } }];
}

function promiseOf(name: string, text: string, now: Instant): Omit<OverviewPipeline, 'alarms'> {
  try {
    const contract = readContract(text, now);
    return { name, ...dueOf(contract, now) };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return { name, expectation: 'not readable', timeZone: 'UTC', due: [], problem: error.message };
  }
}

function dueOf({ expectation }: Contract, now: Instant): Pick<OverviewPipeline, 'expectation' | 'timeZone' | 'due'> {
  const text = describeContractExpectation(expectation);
  if (isSilence(expectation)) return { expectation: text, timeZone: 'UTC', due: [] };
  const { schedule: expression, timeZone, anchor } = expectation;
  // A rate without an anchor is counted from its schedule's creation, which has not been yet: its times are examples.
  const schedule = parseSchedule(expression, { timeZone, anchor: anchor === undefined ? now : Date.parse(anchor) });
  const due: Instant[] = [];
  for (let slot = schedule.next(now); slot !== undefined && due.length < DUE_TIMES; slot = schedule.next(slot.at)) {
    if (!slot.optional) due.push(slot.at);
  }
  return { expectation: text, timeZone, due };
}

function nameOf({ displayName, name }: TopicModel): string {
  return displayName ?? name;
}
