import { functionArnOf } from '../function-arn';
import { arnOf } from '../intrinsics/environment';
import type { Identity, Named } from '../intrinsics/identity';

const functionArn = ({ environment, text }: Named): string => functionArnOf(text('FunctionName') ?? '', environment);

/** The number of a version is made up when it is published. */
const FIRST_VERSION = '1';

/** An alias is told its state machine by the versions it routes to. */
function stateMachineArn({ value }: Named): string {
  const [route] = [value('RoutingConfiguration')].flat();
  const version = typeof route === 'object' && route !== null && 'StateMachineVersionArn' in route ? String(route.StateMachineVersionArn) : '';
  return version.split(':').slice(0, -1).join(':');
}

/**
 * Types that have no part in whether an alarm is raised or arrives, so that a drill passes over them without a word. Some
 * have an identity of their own, since others refer to them.
 */
export const HARMLESS: Readonly<Record<string, Identity>> = {
  'AWS::CDK::Metadata': {},
  'AWS::CloudFormation::WaitConditionHandle': {},
  'AWS::CloudWatch::Dashboard': { nameProperty: 'DashboardName' },
  'AWS::IAM::InstanceProfile': { nameProperty: 'InstanceProfileName' },
  'AWS::Lambda::Alias': {
    nameProperty: 'Name',
    ref: (alias) => `${functionArn(alias)}:${alias.name}`,
    arn: (alias) => `${functionArn(alias)}:${alias.name}`,
    attributes: { AliasArn: (alias) => `${functionArn(alias)}:${alias.name}` },
  },
  'AWS::Lambda::LayerVersion': {},
  'AWS::Lambda::LayerVersionPermission': {},
  'AWS::Lambda::Version': {
    ref: (version) => `${functionArn(version)}:${FIRST_VERSION}`,
    arn: (version) => `${functionArn(version)}:${FIRST_VERSION}`,
    attributes: { Version: () => FIRST_VERSION, FunctionArn: (version) => `${functionArn(version)}:${FIRST_VERSION}` },
  },
  'AWS::Logs::LogStream': { nameProperty: 'LogStreamName' },
  'AWS::Logs::QueryDefinition': { nameProperty: 'Name' },
  'AWS::Logs::ResourcePolicy': { nameProperty: 'PolicyName' },
  'AWS::S3::BucketPolicy': {},
  'AWS::Scheduler::ScheduleGroup': {
    nameProperty: 'Name',
    arn: ({ environment, name }) => arnOf(environment, 'scheduler', `schedule-group/${name}`),
  },
  'AWS::StepFunctions::StateMachineAlias': {
    nameProperty: 'Name',
    ref: (alias) => `${stateMachineArn(alias)}:${alias.name}`,
    arn: (alias) => `${stateMachineArn(alias)}:${alias.name}`,
  },
  'AWS::StepFunctions::StateMachineVersion': {
    ref: ({ text }) => `${text('StateMachineArn') ?? ''}:${FIRST_VERSION}`,
    arn: ({ text }) => `${text('StateMachineArn') ?? ''}:${FIRST_VERSION}`,
  },
};
