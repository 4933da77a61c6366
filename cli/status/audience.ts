import { Profile } from '../../core/contract/profile';
import { DIMENSIONS, METRICS } from '../../core/metrics';
import { readDescription } from '../../core/signals';
import { lastPartOfArn, subscriberLabel } from '../../core/text/subscriber-label';
import { NotifierEnvironment, readEnvironment } from '../../lambda/notifier/environment';
import type { Subscriber } from '../../lambda/notifier/ports';
import { mapBounded } from '../../lambda/shared/async';
import { reasonOf } from '../../lambda/shared/log';
import type { DeployedAlarm, StatusPorts } from './ports';
import type { NotifiedTopic } from './status';

/** ListSubscriptionsByTopic allows 30 calls a second in the smallest Regions. */
const CONCURRENCY = 4;
const TOPIC = /^arn:[^:]+:sns:/;

/** An observatory's notifier, found through its intake topic. */
interface FoundNotifier {
  readonly intakeArn: string;
  readonly environment: NotifierEnvironment;
}

/** Who is notified in an observatory, and where its incidents are. */
export class Audience {
  /** What could not be read, one clause each. */
  public readonly problems: string[] = [];
  #notifier: FoundNotifier | undefined;
  readonly #subscribers = new Map<string, Promise<readonly Subscriber[]>>();

  private constructor(private readonly ports: StatusPorts, private readonly observatory: string, private readonly alarms: readonly DeployedAlarm[]) {}

  /** Finds the notifier: the alarm on a silent checker publishes to its intake topic, and its function is subscribed there. */
  public static async of(ports: StatusPorts, observatory: string, alarms: readonly DeployedAlarm[]): Promise<Audience> {
    const audience = new Audience(ports, observatory, alarms);
    try {
      audience.#notifier = await audience.#findNotifier();
    } catch (error) {
      audience.problems.push(`the notifier was not found: ${reasonOf(error)}`);
    }
    return audience;
  }

  /** The incident table; undefined where alarms go directly to people, or where it was not found. */
  public get tableName(): string | undefined {
    return this.#notifier?.environment.tableName;
  }

  /** The alarm on one of the checker's metrics about the observatory itself. */
  public ownAlarm(metric: string): DeployedAlarm | undefined {
    return this.alarms.find((alarm) => alarm.metric === metric && this.#isHere(alarm) && alarm.dimensions[DIMENSIONS.pipeline] === undefined);
  }

  /** Who is notified when a pipeline is not alive; undefined when that is unknown. */
  public async notifies(pipeline: string, profile: Profile | undefined): Promise<readonly NotifiedTopic[] | undefined> {
    try {
      return await mapBounded([...this.#topicsOf(pipeline, profile)], CONCURRENCY, ([arn, name]) => this.#notified(arn, name));
    } catch (error) {
      this.problems.push(`it is unknown who is notified about ${pipeline}: ${reasonOf(error)}`);
      return undefined;
    }
  }

  /** The topics that the alarm on its proof of life publishes to, by ARN, each with its name for people. */
  #topicsOf(pipeline: string, profile: Profile | undefined): ReadonlyMap<string, string> {
    const alarm = this.alarms.find((one) => one.metric === METRICS.proofOfLife && this.#isHere(one) && one.dimensions[DIMENSIONS.pipeline] === pipeline);
    if (alarm === undefined) return new Map();
    const severity = readDescription(alarm.description)?.mark.severity ?? 'critical';
    const direct = alarm.notifies.filter((arn) => TOPIC.test(arn));
    const notifier = direct.some((arn) => arn === this.#notifier?.intakeArn) ? this.#notifier?.environment : undefined;
    const own = profile?.topics.filter((topic) => topic.severity === severity).map(({ topicArn }) => topicArn) ?? [];
    const shared = this.#sharedTopics();
    const arns = [
      ...direct.filter((arn) => arn !== this.#notifier?.intakeArn),
      ...(notifier === undefined ? [] : [notifier.topics[severity], ...notifier.extraTopics.filter((topic) => topic.severity === severity).map(({ topicArn }) => topicArn), ...own]),
    ];
    return new Map(arns.map((arn) => [arn, shared.has(arn) ? severity.toUpperCase() : lastPartOfArn(arn)]));
  }

  /** The observatory's own topics: the alarm on topics without subscribers publishes to all of them directly. */
  #sharedTopics(): ReadonlySet<string> {
    return new Set([...this.ownAlarm(METRICS.unreachableTopics)?.notifies ?? [], ...Object.values(this.#notifier?.environment.topics ?? {})]);
  }

  async #notified(topicArn: string, topic: string): Promise<NotifiedTopic> {
    const subscribers = await this.#subscribersOf(topicArn);
    const confirmed = subscribers.filter((one) => one.confirmed).map(subscriberLabel);
    const pending = subscribers.filter((one) => !one.confirmed).map(subscriberLabel);
    return { topic, topicArn, confirmed, pending };
  }

  #subscribersOf(arn: string): Promise<readonly Subscriber[]> {
    const known = this.#subscribers.get(arn) ?? this.ports.subscribers(arn);
    this.#subscribers.set(arn, known);
    return known;
  }

  async #findNotifier(): Promise<FoundNotifier | undefined> {
    for (const arn of (this.ownAlarm(METRICS.checkerHeartbeat)?.notifies ?? []).filter((one) => TOPIC.test(one))) {
      for (const { protocol, endpoint } of await this.#subscribersOf(arn)) {
        if (protocol !== 'lambda') continue;
        const variables = await this.ports.variables(endpoint);
        if (variables.OBSERVATORY === this.observatory && variables.TABLE_NAME !== undefined) return { intakeArn: arn, environment: readEnvironment(variables) };
      }
    }
    return undefined;
  }

  #isHere({ dimensions }: DeployedAlarm): boolean {
    return dimensions[DIMENSIONS.observatory] === this.observatory;
  }
}
