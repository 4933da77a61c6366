import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { App, CfnElement, Duration, Stack } from 'aws-cdk-lib/core';
import { Construct, IConstruct } from 'constructs';
import {
  AlarmRouting, Contact, Observatory, ObservatoryProps, ObservedPipeline, ObservedPipelineProps, PipelineStage, RunExpectation,
  Severity,
} from '../../lib';
import { newFunction } from '../lib/fixtures';
import { Rehearsal } from './rehearsal';

/** A time of the tenth of March, or of another day of that month. */
export function at(time: string, day = 10): number {
  return Date.parse(`2026-03-${String(day).padStart(2, '0')}T${time}:00Z`);
}

export const NIGHTLY = nightly('2');

/** Every night at that hour, started within a quarter of an hour and done within an hour. */
export function nightly(hour: string): RunExpectation {
  return RunExpectation.atTimes(ScheduleExpression.cron({ minute: '0', hour }), { startWithin: Duration.minutes(15), maxDuration: Duration.hours(1) });
}

/** How the app differs from what it was at first. */
export interface Jobs {
  /** Another id of the construct, or none at all where it was removed. */
  readonly id?: string | false;
  readonly pipeline?: Partial<ObservedPipelineProps>;
  readonly observatory?: ObservatoryProps;
  /** Gives the observatory a key. */
  readonly isEncrypted?: boolean;
  /** Gives the pipeline an observatory of this id. */
  readonly ofObservatory?: string;
  /** Puts the pipeline's construct into another one of this id. */
  readonly within?: string;
  /** Changes the stack in the end. */
  readonly further?: (stack: Stack, observatory: Observatory) => void;
}

/** An app with an observatory and the pipeline Orders of the function Load. */
export function jobs({ id = 'Orders', pipeline = {}, observatory: props = {}, isEncrypted = false, ofObservatory, within, further }: Jobs = {}): (app: App) => void {
  return (app) => {
    const stack = new Stack(app, 'Jobs');
    const load = newFunction(stack, 'Load', { timeout: Duration.minutes(15) });
    const observatory = new Observatory(stack, 'Observatory', {
      contacts: [Contact.email('data@example.com')], ...(isEncrypted ? { encryptionKey: new Key(stack, 'Key') } : {}), ...props,
    });
    const own = ofObservatory === undefined ? observatory : new Observatory(stack, ofObservatory, { contacts: [Contact.email('other@example.com')] });
    const scope = within === undefined ? stack : new Construct(stack, within);
    if (id !== false) new ObservedPipeline(scope, id, { stages: [PipelineStage.lambdaFunction(load)], expectation: NIGHTLY, severity: Severity.CRITICAL, owner: 'data-platform', observatory: own, ...pipeline });
    further?.(stack, observatory);
  };
}

export const DIRECT: Jobs = { observatory: { alarmRouting: AlarmRouting.TOPICS } };

/** The app as at first, deployed on the first of March, with a run every night until the ninth, and none on the tenth. */
export async function missedTheTenth(first: Jobs = {}): Promise<Rehearsal> {
  const rehearsal = new Rehearsal(at('23:00', 8));
  rehearsal.deploy(jobs(first));
  rehearsal.ran('Load', at('02:00', 9));
  await rehearsal.until(at('09:00'));
  return rehearsal;
}

/** Lets CloudFormation take a resource for another one. */
export function replace(resource: IConstruct, id: string): void {
  (resource.node.defaultChild as CfnElement).overrideLogicalId(id);
}
