import { parseAlarmRule } from '../../../core/composite-alarm';
import { ALARM_IDENTITY } from './alarm';
import { readActions } from './alarm-actions';
import type { ResourceKind } from './resource-kind';

/** AWS::CloudWatch::CompositeAlarm */
export const COMPOSITE_ALARM: ResourceKind = {
  identity: ALARM_IDENTITY,
  read: ({ origin, name, arn, properties }, draft) => {
    const rule = properties.text('AlarmRule');
    parseAlarmRule(rule);
    draft.compositeAlarms.push({
      ...origin, name, arn, rule,
      suppressor: properties.optional('ActionsSuppressor', (at) => ({
        alarm: properties.text(at),
        waitSeconds: properties.integer('ActionsSuppressorWaitPeriod', 0),
        extensionSeconds: properties.integer('ActionsSuppressorExtensionPeriod', 0),
      })),
      ...readActions(properties),
    });
  },
};
