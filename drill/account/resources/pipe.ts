import { arnOf } from '../intrinsics/environment';
import type { ResourceKind } from './resource-kind';
import { roleNameOf } from './role-name';

const QUEUE = /^arn:[^:]+:sqs:/;
const TOPIC = /^arn:[^:]+:sns:/;

/** AWS::Pipes::Pipe from a queue to a topic; others are listed. */
export const PIPE: ResourceKind = {
  identity: {
    nameProperty: 'Name',
    arn: ({ environment, name }) => arnOf(environment, 'pipes', `pipe/${name}`),
  },
  read: ({ origin, name, arn, properties, note }, draft) => {
    const [sourceArn, targetArn] = [properties.text('Source'), properties.text('Target')];
    if (!QUEUE.test(sourceArn) || !TOPIC.test(targetArn)) {
      note(`what flows through it from ${sourceArn} to ${targetArn} is not played`);
      return;
    }
    const parameters = properties.optional('TargetParameters', (at) => properties.object(at));
    const inputTemplate = parameters?.optional('InputTemplate', (at) => parameters.text(at));
    const filtered = properties.optional('SourceParameters', (at) => properties.object(at).has('FilterCriteria')) ?? false;
    if (properties.has('Enrichment')) note('its enrichment is not played');
    if (filtered) note('its filter is not played: every message passes');
    draft.pipes.push({
      ...origin, name, arn, sourceArn, targetArn,
      roleName: roleNameOf(properties.text('RoleArn')),
      running: (properties.optional('DesiredState', (at) => properties.oneOf(at, ['RUNNING', 'STOPPED'])) ?? 'RUNNING') === 'RUNNING',
      ...(inputTemplate === undefined ? {} : { inputTemplate }),
    });
  },
};
