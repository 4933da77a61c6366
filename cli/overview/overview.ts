import { Contract, ContractError, describeContractExpectation, Instant, isSilence, parseSchedule, Question, QUESTIONS, readContract } from '../../core';
import type { Account, AlarmModel, TopicModel } from '../../drill/account';

/** One alarm of a pipeline or of an observatory, as its owner reads it. */
export interface OverviewAlarm {
  /** ALIVE, FAILED or SLOW: the first word of its description. */
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
/** The beginning of the description of an alarm of this library. */
const DESCRIPTION = /^(ALIVE|FAILED|SLOW)\? ([^/:]+?)(?: \/ ([^:]+))?: (.*?) First: /s;

/** What is watched in an account and who is told, as a person wants to see it before deploying. */
export function overviewOf(account: Account, now: Instant): Overview {
  const topics = new Map(account.topics.map((topic) => [topic.arn, topic]));
  const described = account.alarms.flatMap((alarm) => voiceOf(alarm, topics));
  const of = (subject: string): OverviewAlarm[] => described.filter((one) => one.subject === subject).map(({ alarm }) => alarm)
    .sort((a, b) => QUESTIONS.indexOf(a.question) - QUESTIONS.indexOf(b.question));
  const parameters = account.checkers.flatMap((checker) => account.parameters.filter(({ name }) => name.startsWith(`${checker.contractsPath}/`)));
  return {
    pipelines: parameters.map(({ name, value }) => {
      const pipeline = name.slice(name.lastIndexOf('/') + 1);
      return { ...promiseOf(pipeline, value, now), alarms: of(pipeline) };
    }),
    selfWatch: account.checkers.flatMap(({ observatory }) => of(`Observatory ${observatory}`)),
    audiences: account.topics
      .filter(({ arn }) => account.alarms.some(({ actions }) => actions.alarm.includes(arn)))
      .map((topic) => ({
        topic: nameOf(topic),
        to: account.subscriptions.filter(({ topicArn }) => topicArn === topic.arn).map(({ protocol, endpoint }) => `${protocol} ${endpoint}`),
      })),
  };
}

function voiceOf(alarm: AlarmModel, topics: ReadonlyMap<string, TopicModel>): { subject: string; alarm: OverviewAlarm }[] {
  const match = DESCRIPTION.exec(alarm.description ?? '');
  if (match === null) return [];
  const [, question, subject, stage, means] = match;
  const tells = alarm.actions.alarm.map((arn) => { const topic = topics.get(arn); return topic === undefined ? arn : nameOf(topic); });
  return [{ subject, alarm: { question: question as Question, stage, means, tells } }];
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
