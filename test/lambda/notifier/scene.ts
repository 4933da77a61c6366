import { AlarmChange } from '../../../core/alarm-change';
import { Profile } from '../../../core/contract/profile';
import { markText, SignalMark } from '../../../core/signals';
import { Instant } from '../../../core/time';
import type { NotifierEnvironment } from '../../../lambda/notifier/environment';
import type { Json } from '../checker/fake-contracts';
import { FakeNotifierPorts } from './fake-notifier-ports';

export const CRITICAL = 'arn:aws:sns:eu-west-1:111122223333:Critical';
export const WARNING = 'arn:aws:sns:eu-west-1:111122223333:Warning';
export const ESCALATION = 'arn:aws:sns:eu-west-1:111122223333:Escalation';

export const ENVIRONMENT: NotifierEnvironment = {
  address: { observatory: 'Data-Observatory', accountId: '111122223333', region: 'eu-west-1', partition: 'aws' },
  contractsPath: '/observatory', profilesPath: '/observatory/profiles', tableName: 'Incidents',
  topics: { critical: CRITICAL, warning: WARNING }, extraTopics: [], warningCovered: true, timeZone: 'UTC',
};

const SIGNALS: Readonly<Record<string, Pick<SignalMark, 'question' | 'severity' | 'lasting'>>> = {
  ProofOfLife: { question: 'ALIVE', severity: 'critical', lasting: true },
  Failed: { question: 'FAILED', severity: 'critical', lasting: false },
  NearTimeout: { question: 'SLOW', severity: 'warning', lasting: false },
};

/** A change of an alarm of a pipeline, or of the observatory itself when no pipeline is given. */
export function change(pipeline: string | undefined, signal: string, state: AlarmChange['state'], at: Instant, more: Partial<AlarmChange> = {}): AlarmChange {
  const mark = markText({ ...(SIGNALS[signal] ?? SIGNALS.ProofOfLife!), signal, pipeline });
  const alarmName = `${pipeline ?? 'Observatory'}-${signal}`;
  return {
    alarmName, alarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${alarmName}`, state, at, reason: 'Threshold Crossed',
    description: `ALIVE? ${pipeline ?? 'Observatory'}: Something is wrong. First: Look at it. ${mark}`, accountId: '111122223333', region: 'eu-west-1', afterMute: false, ...more,
  };
}

export function profile(pipeline: string, more: Partial<Profile> = {}): Profile {
  return {
    version: 1, pipeline, severity: 'critical', owner: 'data-platform', runbookUrl: 'https://wiki.example.com/orders', upstreamPipelines: [], muteWindows: [], topics: [],
    stages: [{ name: pipeline, source: { kind: 'lambdaFunction', functionName: pipeline } }], includeExecutionData: false, ...more,
  };
}

/** Adds a pipeline to the account: its profile, and its contract if there is one. */
export function addPipeline(ports: FakeNotifierPorts, { pipeline, ...more }: Partial<Profile> & { readonly pipeline: string }, contract?: Json, since = 0): void {
  ports.profilesStored.push({ name: `/observatory/profiles/${pipeline}`, text: JSON.stringify(profile(pipeline, more)), lastChanged: since });
  if (contract !== undefined) ports.contractsStored.push({ name: `/observatory/${pipeline}`, text: JSON.stringify(contract), lastChanged: since });
}
