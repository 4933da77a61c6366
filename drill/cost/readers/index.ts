import type { CostReader } from '../surroundings';
import { ALARM_COST, COMPOSITE_ALARM_COST } from './alarm';
import { DASHBOARD_COST } from './dashboard';
import { FUNCTION_COST } from './function';
import { KEY_COST } from './key';
import { PIPE_COST, QUEUE_COST, SUBSCRIPTION_COST, TOPIC_COST } from './messaging';
import { METRIC_FILTER_COST } from './metric-filter';
import { PARAMETER_COST } from './parameter';
import { SCHEDULE_COST } from './schedule';
import { TABLE_COST } from './table';

/** Says of a type that it is about watching and why its price is not known. */
const unpriced = (why: string): CostReader => () => ({ unpriced: [{ why }] });
const NOT_READ = 'its price has not been read';

/** Every type that watching may cost something of. A new one is a file and a line here. */
export const COST_READERS: ReadonlyMap<string, CostReader> = new Map([
  ['AWS::CloudWatch::Alarm', ALARM_COST],
  ['AWS::CloudWatch::AlarmMuteRule', unpriced(NOT_READ)],
  ['AWS::CloudWatch::AnomalyDetector', unpriced('it is taken to be paid with the alarms on it')],
  ['AWS::CloudWatch::CompositeAlarm', COMPOSITE_ALARM_COST],
  ['AWS::CloudWatch::Dashboard', DASHBOARD_COST],
  ['AWS::CloudWatch::InsightRule', unpriced(NOT_READ)],
  ['AWS::CloudWatch::LogAlarm', unpriced(NOT_READ)],
  ['AWS::CloudWatch::MetricStream', unpriced(NOT_READ)],
  ['AWS::DynamoDB::GlobalTable', TABLE_COST],
  ['AWS::DynamoDB::Table', TABLE_COST],
  ['AWS::KMS::Key', KEY_COST],
  ['AWS::Lambda::Function', FUNCTION_COST],
  ['AWS::Logs::MetricFilter', METRIC_FILTER_COST],
  ['AWS::Pipes::Pipe', PIPE_COST],
  ['AWS::SNS::Subscription', SUBSCRIPTION_COST],
  ['AWS::SNS::Topic', TOPIC_COST],
  ['AWS::SQS::Queue', QUEUE_COST],
  ['AWS::SSM::Parameter', PARAMETER_COST],
  ['AWS::Scheduler::Schedule', SCHEDULE_COST],
  ['AWS::Synthetics::Canary', unpriced(NOT_READ)],
]);
