import { App } from 'aws-cdk-lib/core';
import { Drill, type DrillResult, type YearResult } from '../../drill';
import { monthly } from '../cost/monthly';
import type { Contender } from './contenders';

/** The results of a contender's drill, with the names that the pipelines have in the example app. */
export interface Played {
  readonly contender: Contender;
  readonly results: readonly DrillResult[];
  readonly years: readonly YearResult[];
  readonly alarms: number;
  /** The monthly cost of monitoring, in USD. */
  readonly usdAMonth: number;
  readonly resources: number;
  readonly notPlayed: readonly string[];
}

/** A contender without this library's pipelines has the names of the resources that run. */
const PIPELINES: Readonly<Record<string, string>> = { OrdersMachine: 'NightlyOrders', SyncCustomers: 'CustomerSync', WriteSalesReport: 'WeekdayReport' };

/** Plays the catalogue and a quiet year against a contender. */
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
