import { unique } from '../../core/collections';
import { Contract, isSilence, scheduleOf } from '../../core/contract/contract';
import { ContractError } from '../../core/contract/contract-error';
import { describeContractExpectation } from '../../core/contract/describe';
import { Profile } from '../../core/contract/profile';
import { readContract } from '../../core/contract/read-contract';
import { readProfile } from '../../core/contract/read-profile';
import { isDirectlyBelow } from '../../core/names';
import { Question, QUESTIONS, readDescription } from '../../core/signals';
import { Instant } from '../../core/time';
import type { Account, AlarmModel, Origin, ParameterModel, TopicModel } from '../../template/model';

/** One alarm of a pipeline or of an observatory, as its owner reads it. */
export interface OverviewAlarm {
  /** The question that it answers. */
  readonly question: Question;
  readonly stage?: string;
  /** What it means when it goes off. */
  readonly means: string;
  /** The display names of the topics that it notifies. */
  readonly notifies: readonly string[];
}

/** Where something is deployed. */
export interface ZonedPlace {
  /** The CDK Stage of its stack, if there is one. */
  readonly stage?: string;
  readonly stack: string;
}

export interface OverviewPipeline extends ZonedPlace {
  readonly name: string;
  /** When runs are due, in a phrase. */
  readonly expectation: string;
  readonly timeZone: string;
  /** The next due times; empty for an expectation without slots. */
  readonly due: readonly Instant[];
  readonly alarms: readonly OverviewAlarm[];
  /** Why the contract cannot be read, if it cannot. */
  readonly problem?: string;
}

/** The pipelines of one observatory, and the alarms on the observatory itself. */
export interface OverviewObservatory extends ZonedPlace {
  readonly alarms: readonly OverviewAlarm[];
}

/** Who receives what is published to a topic. */
export interface Audience extends ZonedPlace {
  readonly topic: string;
  readonly to: readonly string[];
}

export interface Overview {
  readonly pipelines: readonly OverviewPipeline[];
  /** The observatories, each with the alarms on itself. */
  readonly observatories: readonly OverviewObservatory[];
  readonly audiences: readonly Audience[];
}

const DUE_TIMES = 3;

/** What is monitored in an account and who is notified, for a check before you deploy. */
export function overviewOf(account: Account, now: Instant): Overview {
  const intakes = intakesOf(account);
  const promised = promisesOf(account, now);
  const alarms = account.alarms.flatMap((alarm) => described(account, alarm, intakes));
  /** Each alarm belongs to one of the pipelines that it may be about: the nearest one in the construct tree. */
  const of = (origin: Origin, rivals: readonly Origin[], pipeline: string | undefined): OverviewAlarm[] => alarms
    .filter((alarm) => alarm.pipeline === pipeline && nearest(alarm.origin, rivals) === origin)
    .map(({ alarm }) => alarm)
    .sort((a, b) => QUESTIONS.indexOf(a.question) - QUESTIONS.indexOf(b.question));
  return {
    pipelines: promised.map(({ origin, promise }) => {
      const rivals = promised.filter((other) => other.promise.name === promise.name).map((other) => other.origin);
      return { ...placeOf(origin), ...promise, alarms: of(origin, rivals, promise.name) };
    }),
    observatories: account.checkers.map((checker) => ({ ...placeOf(checker), alarms: of(checker, account.checkers, undefined) })),
    audiences: account.topics
      .filter(({ arn }) => !intakes.has(arn) && isNotified(account, arn))
      .map((topic) => ({
        ...placeOf(topic),
        topic: nameOf(topic),
        to: account.subscriptions.filter(({ topicArn }) => topicArn === topic.arn).map(({ protocol, endpoint }) => `${protocol} ${endpoint}`),
      })),
  };
}

type Promised = Omit<OverviewPipeline, 'alarms' | keyof ZonedPlace>;

/** All pipelines: those with a contract, and those whose profile says that no runs are expected. */
function promisesOf({ checkers, notifiers, parameters }: Account, now: Instant): { readonly origin: ParameterModel; readonly promise: Promised }[] {
  const contracts = checkers.flatMap(({ contractsPath }) => parameters.filter(({ name }) => isDirectlyBelow(contractsPath, name)));
  const paths = unique(notifiers.map(({ profilesPath }) => profilesPath));
  const profiles = paths.flatMap((path) => parameters.filter(({ name }) => isDirectlyBelow(path, name)));
  return [
    ...contracts.map((origin) => ({ origin, promise: promiseOf(origin.name.slice(origin.name.lastIndexOf('/') + 1), origin.value, now) })),
    ...profiles.flatMap((origin) => {
      const profile = profileOf(origin);
      if (profile?.nothingExpected === undefined) return [];
      return [{ origin, promise: { name: profile.pipeline, expectation: `no runs are expected: ${profile.nothingExpected}`, timeZone: 'UTC', due: [] } }];
    }),
  ];
}

function profileOf({ value }: ParameterModel): Profile | undefined {
  try {
    return readProfile(value);
  } catch (error) {
    // The notifier itself reports what is wrong with the profile.
    if (error instanceof ContractError) return undefined;
    throw error;
  }
}

/**
 * The Stage is the part of the path before the stack. Unless it has a name of its own, a stack in a Stage is named after both.
 */
function placeOf({ stack, path }: Origin): ZonedPlace {
  const parts = path?.split('/') ?? [];
  const depth = parts.findIndex((_part, index) => parts.slice(0, index + 1).join('-') === stack);
  return depth > 0 ? { stage: parts.slice(0, depth).join('/'), stack } : { stack };
}

/** The nearest of several places in the construct tree; the first one if none is nearer. */
function nearest(origin: Origin, rivals: readonly Origin[]): Origin | undefined {
  const common = (other: Origin): number => {
    const [own, parts] = [origin.path?.split('/') ?? [], other.path?.split('/') ?? []];
    const differs = own.findIndex((part, index) => part !== parts[index]);
    return (other.stack === origin.stack ? 0.5 : 0) + (differs < 0 ? own.length : differs);
  };
  return rivals.reduce<Origin | undefined>((best, rival) => (best === undefined || common(rival) > common(best) ? rival : best), undefined);
}

/** The topics from which a notifier receives alarms. */
function intakesOf({ notifiers, functions, subscriptions }: Account): ReadonlySet<string> {
  const arns = functions.filter(({ name }) => notifiers.some(({ functionName }) => functionName === name)).map(({ arn }) => arn);
  return new Set(subscriptions.filter(({ protocol, endpoint }) => protocol === 'lambda' && arns.includes(endpoint)).map(({ topicArn }) => topicArn));
}

/** Whether anything publishes to a topic: an alarm, or a notifier. */
function isNotified({ alarms, notifiers, functions }: Account, topicArn: string): boolean {
  return alarms.some(({ actions }) => actions.alarm.includes(topicArn))
    || functions.some(({ name, environment }) => notifiers.some(({ functionName }) => functionName === name) && Object.values(environment).includes(topicArn));
}

interface DescribedAlarm {
  readonly origin: Origin;
  readonly pipeline?: string;
  readonly alarm: OverviewAlarm;
}

/** An alarm of this library, recognised by its description; undefined for other alarms. */
function described(account: Account, alarm: AlarmModel, intakes: ReadonlySet<string>): DescribedAlarm[] {
  const description = readDescription(alarm.description);
  if (description === undefined) return [];
  const { mark: { question, pipeline, stage, severity }, means } = description;
  const notifies = alarm.actions.alarm.map((arn) => {
    const topic = account.topics.find((one) => one.arn === arn);
    if (intakes.has(arn)) return severity.toUpperCase();
    return topic === undefined ? arn : nameOf(topic);
  });
  return [{ origin: alarm, pipeline, alarm: { question, stage, means, notifies } }];
}

function promiseOf(name: string, text: string, now: Instant): Promised {
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
  // A rate without an anchor counts from the creation of its schedule, which is still to come. So its times are examples.
  const schedule = scheduleOf(expectation, now);
  const due: Instant[] = [];
  for (let slot = schedule.next(now); slot !== undefined && due.length < DUE_TIMES; slot = schedule.next(slot.at)) {
    if (!slot.optional) due.push(slot.at);
  }
  return { expectation: text, timeZone: expectation.timeZone, due };
}

function nameOf({ displayName, name }: TopicModel): string {
  return displayName ?? name;
}
