import { parseMuteRule } from '../../../core/mute-rule';
import { arnOf } from '../intrinsics/environment';
import type { ResourceKind } from './resource-kind';

/** AWS::CloudWatch::AlarmMuteRule */
export const MUTE_RULE: ResourceKind = {
  identity: {
    nameProperty: 'Name',
    // The L1 of aws-cdk-lib calls what Ref gives an ARN.
    ref: ({ environment, name }) => arnOf(environment, 'cloudwatch', `alarm-mute-rule:${name}`),
    arn: ({ environment, name }) => arnOf(environment, 'cloudwatch', `alarm-mute-rule:${name}`),
  },
  read: ({ origin, name, properties }, draft) => {
    const schedule = properties.object('Rule').object('Schedule');
    const expression = schedule.text('Expression');
    const timeZone = schedule.optional('Timezone', (at) => schedule.text(at)) ?? 'UTC';
    const { durationSeconds, startDate, expireDate } = parseMuteRule({
      expression, timeZone,
      duration: schedule.text('Duration'),
      startDate: properties.optional('StartDate', (at) => properties.text(at)),
      expireDate: properties.optional('ExpireDate', (at) => properties.text(at)),
    });
    const targets = properties.optional('MuteTargets', (at) => properties.object(at));
    draft.muteRules.push({
      ...origin, name, expression, durationSeconds, timeZone,
      start: Number.isFinite(startDate) ? startDate : undefined,
      end: Number.isFinite(expireDate) ? expireDate : undefined,
      alarmNames: targets?.optional('AlarmNames', (at) => targets.textList(at)) ?? [],
    });
  },
};
