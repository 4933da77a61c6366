import { hasDeadline } from '../core/contract/contract';
import { METRICS, OBSERVATORY_METRICS } from '../core/metrics';
import { targetOf } from '../template/model';
import type { Properties } from '../template/resources/properties';
import type { TemplateResource } from '../template/resources/resource-kind';
import { alarmMetrics } from './alarm-metrics';
import { type AssumptionName, ASSUMPTIONS, LONG_POLL_SECONDS, METRICS_PER_REQUEST, MONTH_HOURS, MONTH_SECONDS } from './assumptions';
import { Usage } from './bill';
import { type CostByUse, type CostContext, type CostItems, CostReader, makerOf, titleOf } from './cost-context';
import { checkerMonth, metricsReadByLook } from './usage';
import type { WatchFunction } from './watch-functions';

/** AWS::CloudWatch::Alarm */
const ALARM_COST: CostReader = (resource, { owners }) => {
  const { properties, arn, origin } = resource;
  const entries = properties.optional('Metrics', (at) => properties.objects(at));
  if (entries?.some(isInsights)) return { unpriced: [{ why: 'it pays for every metric that its Metrics Insights query reads, and the template does not tell their number' }] };
  const stats = entries?.flatMap((entry) => entry.optional('MetricStat', (at) => entry.object(at)) ?? []) ?? [properties];
  const { price, quantity } = alarmMetrics({
    metrics: stats.length,
    band: properties.has('ThresholdMetricId'),
    // Metric math without a metric, such as TIME_SERIES(1), has only its own period.
    periodSeconds: Math.min(...[...stats, ...entries ?? []].flatMap((one) => one.optional('Period', (at) => one.integer(at, 1)) ?? [])),
  });
  return { usages: [{ owner: owners.ofAlarm(arn, origin.path), price, quantity, what: titleOf(resource) }] };
};

/** AWS::CloudWatch::CompositeAlarm */
const COMPOSITE_ALARM_COST: CostReader = (resource, { owners }) => ({
  usages: [{ owner: owners.ofAlarm(resource.arn, resource.origin.path), price: 'compositeAlarm', quantity: 1, what: titleOf(resource) }],
});

function isInsights(entry: Properties): boolean {
  return /^\s*SELECT\b/i.test(entry.optional('Expression', (at) => entry.text(at)) ?? '');
}

/** AWS::CloudWatch::Dashboard */
const DASHBOARD_COST: CostReader = (resource, surroundings) => ({
  usages: [{ owner: makerOf(resource, surroundings), price: 'dashboard', quantity: 1, what: titleOf(resource) }],
});

/** Lambda's own default. [cfn: AWS::Lambda::Function MemorySize] */
const DEFAULT_MEMORY_MB = 128;
const GB = 1_000_000_000;

/** AWS::Lambda::Function of an observatory */
const FUNCTION_COST: CostReader = (resource, surroundings) => {
  const watch = surroundings.functions.find(({ model }) => model.arn === resource.arn);
  if (watch === undefined) return undefined;
  const items = [
    ...(watch.onMessage && watch.timesAMonth === 0 ? [] : [ticks(resource, watch)]),
    ...(watch.onMessage ? [receives(watch)] : []),
    ...(watch.does === 'checks' ? [checks(watch, surroundings)] : []),
  ];
  return {
    usages: items.flatMap(({ usages = [] }) => usages), byUse: items.flatMap(({ byUse = [] }) => byUse), unpriced: items.flatMap(({ unpriced = [] }) => unpriced),
    assumed: items.flatMap(({ assumed = [] }) => assumed),
  };
};

const SECONDS: Readonly<Record<WatchFunction['does'], readonly AssumptionName[]>> = {
  checks: ['checkerSeconds', 'checkerSecondsPerPipeline'], notifies: ['notifierSeconds'], 'something else': ['otherSeconds'],
};
const NAMES: Readonly<Record<WatchFunction['does'], string>> = { checks: 'the checker', notifies: 'the notifier', 'something else': 'another function' };

function ticks({ properties }: TemplateResource, { owner, does, timesAMonth, contracts }: WatchFunction): CostItems {
  const memory = properties.optional('MemorySize', (at) => properties.integer(at, 1)) ?? DEFAULT_MEMORY_MB;
  const architectures = properties.optional('Architectures', (at) => properties.textList(at)) ?? [];
  const [base, perPipeline] = SECONDS[does].map((name) => ASSUMPTIONS[name].value);
  const seconds = base! + (perPipeline ?? 0) * contracts.length;
  const what = NAMES[does];
  return {
    usages: [
      { owner, price: 'invocation', quantity: timesAMonth, what },
      { owner, price: architectures.includes('arm64') ? 'armSecond' : 'x86Second', quantity: timesAMonth * seconds * memory / 1024, what },
      { owner, price: 'logIngestion', quantity: timesAMonth * ASSUMPTIONS.logBytes.value / GB, what },
    ],
    assumed: [...SECONDS[does], 'logBytes'],
    ...(timesAMonth === 0 ? { unpriced: [{ why: `no enabled schedule in the templates runs ${what}, so it counts as never running` }] } : {}),
  };
}

/** What a checker reads of its pipelines, and what it publishes. */
function checks({ owner, timesAMonth, contracts, model }: WatchFunction, { owners }: CostContext): CostItems {
  const ofPipelines = contracts.flatMap(({ contract, pipeline, parameter }): Usage[] => {
    if (contract === undefined) return [];
    const own = owners.ofContract(parameter.name, pipeline);
    const { looks, publishedHours } = checkerMonth(contract, timesAMonth);
    // A metric is billed for the hours in which it is published.
    const quantity = publishedHours / MONTH_HOURS;
    return [
      { owner: own, price: 'customMetric', quantity, what: METRICS.proofOfLife },
      ...(hasDeadline(contract.expectation) ? [{ owner: own, price: 'customMetric', quantity, what: METRICS.deadlineMissed } as const] : []),
      { owner: own, price: 'metricRead', quantity: metricsReadByLook(contract) * looks, what: 'evidence of its runs' },
    ];
  });
  const values = ofPipelines.filter(({ price }) => price === 'customMetric').length;
  const topics = (model.environment.TOPIC_ARNS ?? '').split(',').filter((arn) => arn.trim() !== '').length;
  return {
    usages: [
      ...ofPipelines,
      ...OBSERVATORY_METRICS.map((what): Usage => ({ owner, price: 'customMetric', quantity: 1, what })),
      // The fewest possible requests for the pipelines' metrics, and one more at the end for the heartbeat.
      { owner, price: 'metricRequest', quantity: timesAMonth * (Math.ceil((values + 1) / METRICS_PER_REQUEST) + 1), what: 'publishing the checker\'s results' },
      { owner, price: 'topicRequest', quantity: timesAMonth * topics, what: 'checking that topics have subscribers' },
    ],
    unpriced: contracts.flatMap(({ problem, parameter }) => (problem === undefined ? [] : [{ why: `the contract ${parameter.name} cannot be read (${problem}), so its evidence is not counted` }])),
  };
}

/** Costs that arise only when there is something to send. */
function receives({ owner }: WatchFunction): CostItems {
  return {
    byUse: [
      { owner, price: 'invocation', when: 'an alarm changes its state' },
      { owner, price: 'customEvent', when: 'a message is sent, because the notifier also publishes an event' },
      { owner, price: 'metricRead', when: 'an incident is open or a digest is due' },
    ],
  };
}

/** AWS::KMS::Key that encrypts something of an observatory */
const KEY_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  const owner = makerOf(resource, surroundings);
  return { usages: [{ owner, price: 'key', quantity: 1, what: titleOf(resource) }], byUse: [{ owner, price: 'keyRequest', when: 'a message is sent' }] };
};

/** AWS::SNS::Topic: charged only for messages. */
const TOPIC_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  return { byUse: [{ owner: makerOf(resource, surroundings), price: 'topicRequest', when: 'a message is sent' }] };
};

const FREE = ['sqs', 'lambda', 'firehose'];

/** AWS::SNS::Subscription */
const SUBSCRIPTION_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  const protocol = resource.properties.text('Protocol');
  const paid = (price: CostByUse['price']) => ({ byUse: [{ owner: makerOf(resource, surroundings), price, when: 'a message is delivered' }] });
  switch (protocol) {
    case 'email':
    case 'email-json':
      return paid('email');
    case 'http':
    case 'https':
      return paid('httpDelivery');
    case 'sms':
      return { unpriced: [{ why: 'an SMS costs what the carriers of its country charge for each part of it' }] };
    default:
      return FREE.includes(protocol) ? {} : { unpriced: [{ why: `deliveries by ${protocol} have their own prices` }] };
  }
};

/** AWS::SQS::Queue */
const QUEUE_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  const owner = makerOf(resource, surroundings);
  const polled = surroundings.piped.has(resource.arn);
  const polls = ASSUMPTIONS.pipePolls.value * MONTH_SECONDS / LONG_POLL_SECONDS;
  return {
    usages: polled ? [{ owner, price: 'queueRequest', quantity: polls, what: `a pipe that checks whether ${titleOf(resource)} has messages` }] : [],
    byUse: [{ owner, price: 'queueRequest', when: 'something could not be delivered' }],
    assumed: polled ? ['pipePolls'] : [],
  };
};

/** AWS::Pipes::Pipe */
const PIPE_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  return { byUse: [{ owner: makerOf(resource, surroundings), price: 'pipeRequest', when: 'something could not be delivered' }] };
};

/** AWS::Logs::MetricFilter: one custom metric each; dimensions from the log multiply it. */
const METRIC_FILTER_COST: CostReader = (resource, surroundings) => {
  const metrics = resource.properties.objects('MetricTransformations');
  const split = metrics.some((metric) => metric.has('Dimensions'));
  return {
    usages: [{ owner: makerOf(resource, surroundings), price: 'customMetric', quantity: metrics.length, what: titleOf(resource) }],
    ...(split ? { unpriced: [{ why: 'its dimensions create a metric for every value in the log; one is counted' }] } : {}),
  };
};

/** AWS::SSM::Parameter below the path of an observatory */
const PARAMETER_COST: CostReader = (resource, surroundings) => {
  const { properties, name } = resource;
  const paths = surroundings.functions.flatMap(({ model }) => model.environment.CONTRACTS_PATH ?? []);
  if (!paths.some((path) => name.startsWith(`${path}/`))) return undefined;
  const tier = properties.optional('Tier', (at) => properties.text(at)) ?? 'Standard';
  return {
    usages: [{ owner: makerOf(resource, surroundings), price: tier === 'Advanced' ? 'advancedParameter' : 'standardParameter', quantity: 1, what: titleOf(resource) }],
    ...(tier === 'Intelligent-Tiering' ? { unpriced: [{ why: 'Parameter Store chooses its tier; it counts as a standard parameter' }] } : {}),
  };
};

/** AWS::Scheduler::Schedule of a function of an observatory. Scheduled rules are free. */
const SCHEDULE_COST: CostReader = (resource, { account, functions }) => {
  const target = targetOf(account, resource.properties.object('Target').text('Arn'));
  const watch = functions.find(({ model }) => target?.model.arn === model.arn);
  if (watch === undefined) return undefined;
  const usage: Usage = { owner: watch.owner, price: 'scheduleInvocation', quantity: watch.timesAMonth, what: titleOf(resource) };
  return { usages: [usage] };
};

/** AWS::DynamoDB::Table and AWS::DynamoDB::GlobalTable of a notifier */
const TABLE_COST: CostReader = (resource, surroundings) => {
  const { properties, name } = resource;
  if (!surroundings.belongs(resource)) return undefined;
  const mode = properties.optional('BillingMode', (at) => properties.text(at)) ?? 'PROVISIONED';
  if (mode !== 'PAY_PER_REQUEST') return { unpriced: [{ why: 'provisioned capacity has its own prices' }] };
  const owner = makerOf(resource, surroundings);
  const ticks = surroundings.functions.filter(({ model }) => model.environment.TABLE_NAME === name).reduce((sum, { timesAMonth }) => sum + timesAMonth, 0);
  const gigabytes = ASSUMPTIONS.tableBytes.value / GB;
  const usages: Usage[] = [
    { owner, price: 'tableRead', quantity: ticks * ASSUMPTIONS.tableReads.value, what: 'looking for open incidents' },
    { owner, price: 'tableStorage', quantity: gigabytes, what: 'incidents' },
    ...(recovers(properties) ? [{ owner, price: 'tableBackup', quantity: gigabytes, what: 'incidents' } as const] : []),
  ];
  return { usages, byUse: [{ owner, price: 'tableWrite', when: 'an alarm changes its state, or a message is sent' }], assumed: ['tableReads', 'tableBytes'] };
};

/** A global table has a setting for each of its Regions. */
function recovers(properties: Properties): boolean {
  const places = [properties, ...properties.optional('Replicas', (at) => properties.objects(at)) ?? []];
  return places.some((place) => {
    const recovery = place.optional('PointInTimeRecoverySpecification', (at) => place.object(at));
    return recovery?.optional('PointInTimeRecoveryEnabled', (at) => recovery.flag(at)) ?? false;
  });
}

/** Reports that a type is part of monitoring, and why its price is not known. */
const unpriced = (why: string): CostReader => () => ({ unpriced: [{ why }] });
const NOT_READ = 'its price has not been read';

/** Every type for which monitoring may cost something. To add a type, write a reader and add it here. */
export const COST_READERS: ReadonlyMap<string, CostReader> = new Map([
  ['AWS::CloudWatch::Alarm', ALARM_COST],
  ['AWS::CloudWatch::AlarmMuteRule', unpriced(NOT_READ)],
  ['AWS::CloudWatch::AnomalyDetector', unpriced('it counts as paid with the alarms on it')],
  ['AWS::CloudWatch::CompositeAlarm', COMPOSITE_ALARM_COST],
  ['AWS::CloudWatch::Dashboard', DASHBOARD_COST],
  ['AWS::CloudWatch::InsightRule', unpriced(NOT_READ)],
  ['AWS::CloudWatch::LogAlarm', unpriced(NOT_READ)],
  ['AWS::CloudWatch::MetricStream', unpriced(NOT_READ)],
  ['AWS::DynamoDB::GlobalTable', TABLE_COST],
  ['AWS::DynamoDB::Table', TABLE_COST],
  ['AWS::KMS::Key', KEY_COST],
  ['AWS::Lambda::Function', FUNCTION_COST],
  ['AWS::Logs::MetricFilter', METRIC_FILTER_COST],
  ['AWS::Pipes::Pipe', PIPE_COST],
  ['AWS::SNS::Subscription', SUBSCRIPTION_COST],
  ['AWS::SNS::Topic', TOPIC_COST],
  ['AWS::SQS::Queue', QUEUE_COST],
  ['AWS::SSM::Parameter', PARAMETER_COST],
  ['AWS::Scheduler::Schedule', SCHEDULE_COST],
  ['AWS::Synthetics::Canary', unpriced(NOT_READ)],
]);
