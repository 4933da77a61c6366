import { CloudWatchClient, MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { chunks } from '../../../core/evidence/metric-plan';
import { DIMENSIONS, NAMESPACE } from '../../../core/metrics';
import { Instant } from '../../../core/time';
import { untilAborted } from '../../common/until-aborted';
import type { Datum } from '../ports';

/** PutMetricData takes 1,000 data a call (API reference); so many stay far below its 1 MB. */
const MAX_DATA = 1000;

/**
 * Publishes by PutMetricData, stamped with `now`. Fails when any of the calls fails, after all of them were tried:
 * what can be published is.
 */
export async function publish(client: CloudWatchClient, observatory: string, data: readonly Datum[], now: Instant, signal: AbortSignal): Promise<void> {
  const calls = chunks(data, MAX_DATA).map((chunk) => new PutMetricDataCommand({
    Namespace: NAMESPACE,
    MetricData: chunk.map((datum) => metricDatum(datum, observatory, now)),
  }));
  const results = await Promise.allSettled(calls.map((command) => untilAborted(signal, () => client.send(command, { abortSignal: signal }))));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function metricDatum({ metric, pipeline, value }: Datum, observatory: string, now: Instant): MetricDatum {
  return {
    MetricName: metric,
    Value: value,
    Timestamp: new Date(now),
    Dimensions: [
      { Name: DIMENSIONS.observatory, Value: observatory },
      ...(pipeline === undefined ? [] : [{ Name: DIMENSIONS.pipeline, Value: pipeline }]),
    ],
  };
}
