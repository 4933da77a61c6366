import { hasDeadline } from '../../../core/contract/contract';
import { METRICS, OBSERVATORY_METRICS } from '../../../core/metrics';
import { type AssumptionName, ASSUMPTIONS, METRICS_PER_REQUEST } from '../../../cost/assumptions';
import type { Usage } from '../../../cost/bill';
import { metricsReadByTick } from '../../../cost/usage';
import type { TemplateResource } from '../../account/resources/resource-kind';
import type { CostItems } from '../cost-item';
import type { CostReader, Surroundings } from '../surroundings';
import type { WatchFunction } from '../watch-functions';

/** Lambda's own default. [cfn: AWS::Lambda::Function MemorySize] */
const DEFAULT_MEMORY_MB = 128;
const GB = 1_000_000_000;

/** AWS::Lambda::Function, of an observatory */
export const FUNCTION_COST: CostReader = (resource, surroundings) => {
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
    ...(timesAMonth === 0 ? { unpriced: [{ why: `no enabled schedule of the templates runs ${what}: it is counted as never running` }] } : {}),
  };
}

/** What a checker reads of its pipelines, and what it publishes. */
function checks({ owner, timesAMonth, contracts, model }: WatchFunction, { owners }: Surroundings): CostItems {
  const ofPipelines = contracts.flatMap(({ contract, pipeline, parameter }): Usage[] => {
    if (contract === undefined) return [];
    const own = owners.ofContract(parameter.name, pipeline);
    return [
      { owner: own, price: 'customMetric', quantity: 1, what: METRICS.proofOfLife },
      ...(hasDeadline(contract.expectation) ? [{ owner: own, price: 'customMetric', quantity: 1, what: METRICS.deadlineMissed } as const] : []),
      { owner: own, price: 'metricRead', quantity: metricsReadByTick(contract) * timesAMonth, what: 'evidence of its runs' },
    ];
  });
  const values = ofPipelines.filter(({ price }) => price === 'customMetric').length;
  const topics = (model.environment.TOPIC_ARNS ?? '').split(',').filter((arn) => arn.trim() !== '').length;
  return {
    usages: [
      ...ofPipelines,
      ...OBSERVATORY_METRICS.map((what): Usage => ({ owner, price: 'customMetric', quantity: 1, what })),
      // What is known of the pipelines in as few requests as there can be, and last, on its own, the heartbeat.
      { owner, price: 'metricRequest', quantity: timesAMonth * (Math.ceil((values + 1) / METRICS_PER_REQUEST) + 1), what: 'publishing what the checker found' },
      { owner, price: 'topicRequest', quantity: timesAMonth * topics, what: 'seeing that topics are heard' },
    ],
    unpriced: contracts.flatMap(({ problem, parameter }) => (problem === undefined ? [] : [{ why: `the contract ${parameter.name} cannot be read (${problem}), so its evidence is not counted` }])),
  };
}

/** What is paid only when there is something to tell. */
function receives({ owner }: WatchFunction): CostItems {
  return {
    byUse: [
      { owner, price: 'invocation', when: 'an alarm changes its state' },
      { owner, price: 'customEvent', when: 'a message is sent, which is an event as well' },
      { owner, price: 'metricRead', when: 'an incident is open, or a digest is due: the evidence of the pipeline' },
    ],
  };
}
