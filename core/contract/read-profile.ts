import { AlarmConfigurationError } from '../alarm-configuration';
import { readSource } from '../evidence/kinds';
import { Fields } from '../fields';
import { show } from '../json';
import { parseMuteRule } from '../mute-rule';
import { isPipelineName, PIPELINE_NAME_RULE } from '../names';
import { SEVERITIES } from '../signals';
import { ContractError, contractError } from './contract-error';
import { MuteWindowSettings, Profile, PROFILE_VERSION, TriggerProfile } from './profile';
import { readPipelineName } from './read-contract';

const TRIGGERS: readonly TriggerProfile['kind'][] = ['schedule', 'rule'];

/**
 * Reads a stored profile. Unknown extra fields are accepted, so that a newer library can add some.
 *
 * @throws ContractError that names the field
 */
export function readProfile(text: string): Profile {
  try {
    return read(text);
  } catch (error) {
    throw error instanceof ContractError ? new ContractError(error.path, error.problem, 'profile') : error;
  }
}

function read(text: string): Profile {
  const fields = Fields.parse(text, contractError);
  const version = fields.integer('version', 1, Number.MAX_SAFE_INTEGER);
  if (version !== PROFILE_VERSION) {
    throw new ContractError('version', `is ${version}, this notifier reads ${PROFILE_VERSION}: deploy observatory and pipeline with the same library version`);
  }
  const optionalText = (name: string): string | undefined => fields.optional(name, (at) => fields.string(at));
  const pipeline = readPipelineName(fields, 'pipeline');
  return {
    version: PROFILE_VERSION,
    pipeline,
    severity: fields.oneOf('severity', SEVERITIES),
    owner: optionalText('owner'),
    runbookUrl: optionalText('runbookUrl'),
    nothingExpected: optionalText('nothingExpected'),
    upstreamPipelines: fields.list('upstreamPipelines', (value, path) => readUpstream(value, path, pipeline)),
    muteWindows: fields.objects('muteWindows', readWindow),
    topics: fields.objects('topics', readTopic),
    stages: fields.objects('stages', readStage),
    trigger: fields.optional('trigger', (name) => readTrigger(fields.object(name))),
    dashboardName: optionalText('dashboardName'),
    includeExecutionData: fields.boolean('includeExecutionData'),
  };
}

/** A pipeline that depends on itself would be suppressed for ever. */
function readUpstream(value: unknown, path: string, pipeline: string): string {
  if (typeof value !== 'string' || !isPipelineName(value)) throw new ContractError(path, `must be a pipeline's name, ${PIPELINE_NAME_RULE}, got ${show(value)}`);
  if (value === pipeline) throw new ContractError(path, 'must be another pipeline, not itself');
  return value;
}

function readWindow(fields: Fields): MuteWindowSettings {
  const settings = {
    expression: fields.string('expression'),
    duration: fields.string('duration'),
    timeZone: fields.optional('timeZone', (name) => fields.string(name)),
  };
  try {
    parseMuteRule(settings);
  } catch (error) {
    if (!(error instanceof AlarmConfigurationError)) throw error;
    throw new ContractError(fields.place, `cannot be used: ${error.message}`);
  }
  return settings;
}

function readTopic(fields: Fields): Profile['topics'][number] {
  return { severity: fields.oneOf('severity', SEVERITIES), topicArn: fields.string('topicArn') };
}

function readStage(fields: Fields): Profile['stages'][number] {
  return { name: fields.string('name'), source: readSource(fields.object('source')) };
}

function readTrigger(fields: Fields): TriggerProfile {
  const kind = fields.oneOf('kind', TRIGGERS);
  const common = {
    name: fields.string('name'),
    deadLetterQueueArn: fields.optional('deadLetterQueueArn', (name) => fields.string(name)),
  };
  return kind === 'schedule'
    ? { kind, ...common, group: fields.string('group') }
    : { kind, ...common, bus: fields.optional('bus', (name) => fields.string(name)) };
}
