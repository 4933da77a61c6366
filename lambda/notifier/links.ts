import { dashboardUrl, functionUrl, ruleUrl, scheduleUrl, stateMachineUrl } from '../../core/console';
import { StageContract } from '../../core/contract/contract';
import { TriggerProfile } from '../../core/contract/profile';
import { Link } from '../../core/diagnosis/diagnosis';
import type { NotifierEnvironment } from './environment';
import type { Known } from './known';

/** The bus that is there without being made. */
const DEFAULT_BUS = 'default';

const TRIGGERS: Readonly<Record<TriggerProfile['kind'], string>> = { schedule: 'Schedule', rule: 'Rule' };

/** Pages of the console that show a pipeline: what starts it, its stages in their order, its dashboard. */
export function linksOf({ profile }: Known, { place: { region } }: NotifierEnvironment): Link[] {
  if (profile === undefined) return [];
  return [
    ...profile.stages.map(({ name, source }) => ({ title: name, url: stageUrl(region, source) })),
    ...(profile.trigger === undefined ? [] : [{ title: TRIGGERS[profile.trigger.kind], url: triggerUrl(region, profile.trigger) }]),
    ...(profile.dashboardName === undefined ? [] : [{ title: 'Dashboard', url: dashboardUrl(region, profile.dashboardName) }]),
  ];
}

function stageUrl(region: string, source: StageContract['source']): string {
  return source.kind === 'lambdaFunction' ? functionUrl(region, source.functionName) : stateMachineUrl(region, source.stateMachineArn);
}

function triggerUrl(region: string, trigger: TriggerProfile): string {
  return trigger.kind === 'schedule' ? scheduleUrl(region, trigger.group, trigger.name) : ruleUrl(region, trigger.bus ?? DEFAULT_BUS, trigger.name);
}
