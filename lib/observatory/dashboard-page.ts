import {
  AlarmStatusWidget, CfnDashboard, Column, GraphWidget, IAlarm, IMetric, IWidget, Row, TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { ConsoleLink } from '../stages/stage-kind';

/** What a page shows about one pipeline. */
export interface DashboardEntry {
  readonly name: string;
  readonly expectation: string;
  readonly owner?: string;
  readonly runbookUrl?: string;
  /** In the order of the questions: alive, failed, slow. */
  readonly alarms: () => IAlarm[];
  /** The alarm that answers "alive?"; absent when nothing is expected or it is switched off. */
  readonly lifeAlarm: () => IAlarm | undefined;
  /** 1 alive, 0 not; absent when nothing is expected. */
  readonly proofOfLife?: IMetric;
  readonly durations: (period: Duration) => IMetric[];
  /** How often runs had to wait. That is no failure, but a reason for slowness. */
  readonly waits: (period: Duration) => IMetric[];
  readonly links: () => ConsoleLink[];
}

/** A dashboard holds 500 widgets (CloudWatch API reference, "Dashboard body structure"). A pipeline needs at most three. */
const PIPELINES_PER_PAGE = 160;
/** An alarm status widget holds 100 alarms. */
const ALARMS_PER_WIDGET = 100;
const WIDTH = 24;
const STATUS_WIDTH = 10;
const WAITS_WIDTH = 5;

/**
 * One page of the dashboard: a status row that answers "alive?" for all pipelines, then a row for each pipeline that answers
 * alive, failed and why. The page lives in the stack of its pipelines, so no other stack depends on them.
 */
export class DashboardPage extends Construct {
  public readonly dashboard: CfnDashboard;
  private readonly entries: DashboardEntry[] = [];

  public constructor(scope: Construct, id: string, private readonly title: string, private readonly healthAlarms: () => IAlarm[]) {
    super(scope, id);
    // The body is made at synth, since stages and pipelines can be added until then.
    this.dashboard = new CfnDashboard(this, 'Dashboard', { dashboardBody: Lazy.string({ produce: () => this.body() }) });
  }

  public get isFull(): boolean {
    return this.entries.length >= PIPELINES_PER_PAGE;
  }

  public add(entry: DashboardEntry): void {
    this.entries.push(entry);
  }

  private body(): string {
    const rows = new Column(...this.statusRow(), this.linksRow(), ...this.entries.map((entry) => pipelineRow(entry)));
    rows.position(0, 0);
    return Stack.of(this).toJsonString({ start: '-P1W', widgets: rows.toJson() });
  }

  /** Whether every pipeline is alive, at a glance. */
  private statusRow(): IWidget[] {
    const alarms = [...this.healthAlarms(), ...this.entries.flatMap((entry) => entry.lifeAlarm() ?? [])];
    const pieces = Array.from({ length: Math.ceil(alarms.length / ALARMS_PER_WIDGET) }, (_, index) =>
      alarms.slice(index * ALARMS_PER_WIDGET, (index + 1) * ALARMS_PER_WIDGET));
    return pieces.map((piece) => new AlarmStatusWidget({ title: `${this.title}: alive?`, alarms: piece, width: WIDTH, height: 3 }));
  }

  private linksRow(): IWidget {
    const markdown = this.entries.map(({ name, expectation, owner, runbookUrl, links }) => {
      const pages = [...links(), ...(runbookUrl === undefined ? [] : [{ title: 'runbook', url: runbookUrl }])];
      return `**${name}** ${expectation}${owner === undefined ? '' : `, ${owner}`}: ${pages.map(({ title, url }) => `[${title}](${url})`).join(' ')}`;
    }).join('  \n');
    return new TextWidget({ markdown, width: WIDTH, height: Math.min(2 + this.entries.length, 10) });
  }
}

function pipelineRow(entry: DashboardEntry): IWidget {
  const period = Duration.minutes(5);
  const alarms = entry.alarms();
  const status = alarms.length === 0 ? new TextWidget({ markdown: `${entry.name}: no signal is watched`, width: STATUS_WIDTH, height: 5 })
    : new AlarmStatusWidget({ title: entry.name, alarms, width: STATUS_WIDTH, height: 5 });
  const waits = entry.waits(period);
  return new Row(
    status,
    new GraphWidget({
      title: `${entry.name}: why`,
      left: entry.durations(period),
      leftYAxis: { label: 'duration', min: 0 },
      right: entry.proofOfLife === undefined ? [] : [entry.proofOfLife],
      rightYAxis: { label: 'alive', min: 0, max: 1 },
      width: WIDTH - STATUS_WIDTH - (waits.length === 0 ? 0 : WAITS_WIDTH),
      height: 5,
    }),
    ...(waits.length === 0 ? [] : [new GraphWidget({
      title: 'waiting state transitions', left: waits, leftYAxis: { label: 'transitions', min: 0 }, width: WAITS_WIDTH, height: 5,
    })]),
  );
}
