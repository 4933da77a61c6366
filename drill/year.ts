import { DAY, Instant } from '../core/time';
import type { Account, ParameterModel, ScheduleModel } from '../template/model';
import { limitsOf, PipelineModel, timesOf } from '../template/pipeline';
import { Scene } from './faults/fault';
import type { YearResult } from './result';
import type { SimulationSettings } from './simulation/settings';
import { Simulation } from './simulation/simulation';
import { countedByAlarm, isOfTheApp } from './subjects';

/** Which year is played. */
export interface YearOptions {
  /** The IANA time zone to which the schedule and the contract are moved. @default - they keep their own */
  readonly timeZone?: string;
  /** @default 365 */
  readonly days?: number;
  /** The share of Step Functions' points that are lost, because its metrics are best effort. @default 0.01 */
  readonly bestEffortLoss?: number;
}

interface YearPlan extends YearOptions {
  readonly account: Account;
  readonly pipelines: readonly PipelineModel[];
  readonly subject: PipelineModel;
  readonly settings: SimulationSettings;
  readonly from: Instant;
}

/** The first messages after a deployment are not false alarms. */
const DEPLOYMENT = DAY;

/** Plays a year without a fault. */
export async function playYear({ account, pipelines, subject, settings, from, timeZone, days = 365, bestEffortLoss = 0.01 }: YearPlan): Promise<{ result: YearResult; simulation: Simulation }> {
  const moved = timeZone === undefined ? { account, pipelines, subject } : moveTo(timeZone, account, pipelines, subject);
  const simulation = new Simulation({
    account: moved.account, from, links: moved.pipelines.flatMap(({ links }) => links), limits: limitsOf(moved.pipelines), settings: { ...settings, bestEffortLoss },
  });
  const to = from + days * DAY;
  await simulation.runUntil(to);
  const scene = new Scene({ account: moved.account, pipeline: moved.subject, from, settings });
  const quietFrom = Math.max(from + DEPLOYMENT, scene.settledAfter(from));
  const { arn } = subject.stages[0].resource;
  const isOther = isOfTheApp(account, subject);
  const alarming = simulation.messages.filter(({ at, state, to: recipients }) => at >= quietFrom && state !== 'OK' && recipients.length > 0);
  const alongside = countedByAlarm(alarming.filter(isOther));
  return {
    simulation,
    result: {
      pipeline: subject.name,
      timeZone: timeZone ?? subject.schedules[0].timeZone,
      from, to,
      runs: simulation.runs.filter(({ resourceArn, attempt }) => resourceArn === arn && attempt === 1).length,
      ticks: simulation.ticks,
      ...(alongside.length === 0 ? {} : { alongside }),
      falseAlarms: alarming.filter((message) => !isOther(message)),
    },
  };
}

/** Moves schedules and contracts to a time zone. EventBridge rules stay in UTC, because they have no time zones. */
function moveTo(timeZone: string, account: Account, pipelines: readonly PipelineModel[], subject: PipelineModel): Pick<YearPlan, 'account' | 'pipelines' | 'subject'> {
  const schedules = new Map<ScheduleModel, ScheduleModel>();
  const parameters = new Map<ParameterModel, ParameterModel>();
  const moved = pipelines.map((pipeline): PipelineModel => {
    if (pipeline.schedules.some(({ kind }) => kind === 'rule')) return pipeline;
    for (const schedule of pipeline.schedules) schedules.set(schedule, { ...schedule, timeZone });
    const own = { ...pipeline, schedules: pipeline.schedules.map((schedule) => schedules.get(schedule)!) as unknown as PipelineModel['schedules'] };
    const { observed } = pipeline;
    const times = timesOf(pipeline);
    if (times === undefined || observed?.contract === undefined || observed.parameter === undefined) return own;
    const expectation = { ...times, timeZone };
    const text = JSON.parse(observed.parameter.value) as { expectation: object };
    const parameter = { ...observed.parameter, value: JSON.stringify({ ...text, expectation: { ...text.expectation, timeZone } }) };
    parameters.set(observed.parameter, parameter);
    return { ...own, observed: { ...observed, parameter, contract: { ...observed.contract, expectation } } };
  });
  return {
    account: {
      ...account,
      schedules: account.schedules.map((schedule) => schedules.get(schedule) ?? schedule),
      parameters: account.parameters.map((parameter) => parameters.get(parameter) ?? parameter),
    },
    pipelines: moved,
    subject: moved[pipelines.indexOf(subject)]!,
  };
}
