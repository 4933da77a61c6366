import { App } from 'aws-cdk-lib/core';
import { Drill, type DrillResult, type YearResult } from '../../drill';
import { monthly } from '../cost/monthly';
import type { Contender } from './contenders';

/** What a contender's drill came to, with the pipelines under the names that they have in the example app. */
export interface Played {
  readonly contender: Contender;
  readonly results: readonly DrillResult[];
  readonly years: readonly YearResult[];
  readonly alarms: number;
  /** What watching costs, in USD. */
  readonly usdAMonth: number;
  readonly resources: number;
  readonly notPlayed: readonly string[];
}

/** Who does not know this library's pipelines calls them by what runs. */
const PIPELINES: Readonly<Record<string, string>> = { OrdersMachine: 'NightlyOrders', SyncCustomers: 'CustomerSync', WriteSalesReport: 'WeekdayReport' };

/** Plays the catalogue and an uneventful year against a contender. */
export async function play(contender: Contender): Promise<Played> {
  const app = new App();
  const stack = contender.stack(app, contender.id);
  const drill = Drill.of(stack);
  const { results, notPlayed } = await drill.runAll({ timelines: 'none' });
  const years: YearResult[] = [];
  for (const pipeline of drill.pipelines) years.push(await drill.year({ pipeline }));
  const assembly = app.synth();
  const template = assembly.getStackByName(stack.stackName).template as { Resources: Record<string, { Type: string }> };
  const types = Object.values(template.Resources).map(({ Type }) => Type);
  const renamed = <T extends { readonly pipeline: string }>(item: T): T => ({ ...item, pipeline: PIPELINES[item.pipeline] ?? item.pipeline });
  return {
    contender,
    results: results.map(renamed),
    years: years.map(renamed),
    alarms: types.filter((type) => type === 'AWS::CloudWatch::Alarm' || type === 'AWS::CloudWatch::CompositeAlarm').length,
    usdAMonth: monthly(assembly.directory),
    resources: types.length,
    notPlayed: notPlayed.map(({ where, what }) => `${where}: ${what}`),
  };
}
