import type { IConstruct } from 'constructs';
import { AlertRouting } from '../alert-routing';
import type { Escalation } from '../escalation';
import { Loudness } from '../loudness';
import type { Notify } from '../notify';
import type { ObservatoryProps } from '../observatory';
import type { ObservedPipelineProps } from '../observed-pipeline';
import { listOf, requireArgument, required, type Shapes, structOf } from './shape';
import {
  CONSTRUCT, DIGEST, DURATION, FLAG, KEY, NOTIFY, OBSERVATORY, oneOf, PIPELINE, PIPELINE_STAGE, RUN_EXPECTATION, TEXT, TRIGGER,
  WINDOW,
} from './shapes';
import { PIPELINE_SIGNALS } from './stage-options';

const CONTACTS = listOf(NOTIFY, 'write for example [Notify.email(\'data@example.com\')]');

export const OBSERVED_PIPELINE_PROPS: Shapes<ObservedPipelineProps> = {
  stages: required(listOf(PIPELINE_STAGE, 'write for example [PipelineStage.lambdaFunction(fn)]')),
  expectation: required(RUN_EXPECTATION),
  loudness: oneOf('Loudness', Loudness),
  pipelineName: TEXT,
  owner: TEXT,
  runbook: TEXT,
  notify: CONTACTS,
  dependsOn: listOf(PIPELINE, 'write [upstream]'),
  muteDuring: listOf(WINDOW, 'write [MaintenanceWindow.cron(…)]'),
  quotePayloads: FLAG,
  trigger: TRIGGER,
  signals: PIPELINE_SIGNALS,
  observatory: OBSERVATORY,
};

export const OBSERVATORY_PROPS: Shapes<ObservatoryProps> = {
  notify: CONTACTS,
  routing: oneOf('AlertRouting', AlertRouting),
  digest: DIGEST,
  escalation: structOf<Escalation>({ after: required(DURATION), notify: required(CONTACTS) }, 'write { after: Duration.hours(8), notify: [Notify.sms(\'+15550100\')] }'),
  tickInterval: DURATION,
  encryptionKey: KEY,
  watchdogUrl: TEXT,
  dashboard: FLAG,
};

/** Refuses a contact that is none. */
export function requireContact(observatory: IConstruct, notify: Notify): void {
  requireArgument(observatory.node.path, 'the contact', notify, required(NOTIFY));
}

/** Refuses what has no stack. */
export function requireScope(where: string, scope: IConstruct): void {
  requireArgument(where, 'the scope', scope, required(CONSTRUCT));
}
