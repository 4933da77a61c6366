import { muteRuleStatus, parseMuteRule } from '../../core/alarm/mute-rule';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';

/** A window in the past mutes nothing: it is a remnant, or its date is wrong. */
export const maintenanceOver: Check<ObservedPipeline> = {
  id: 'maintenanceOver',
  level: 'warning',
  find: ({ _muteDuring: windows }) => windows.filter(({ _settings }) => muteRuleStatus(parseMuteRule(_settings), Date.now()) === 'EXPIRED')
    .map(({ _settings }) => `the maintenance window ${_settings.expression} is over and mutes nothing any more; remove it, or correct its date`),
};
