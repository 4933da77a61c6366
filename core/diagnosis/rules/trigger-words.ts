import { ruleUrl, scheduleUrl } from '../../console/pages';
import type { TriggerProfile } from '../../profile/profile';
import type { Link } from '../diagnosis';
import { nameOf } from '../text/quote';

/** `schedule nightly`, `rule nightly`. */
export function triggerName({ kind, name }: TriggerProfile): string {
  return `${kind} ${nameOf(name)}`;
}

export function triggerLink(profile: TriggerProfile, region: string): Link {
  const url = profile.kind === 'schedule' ? scheduleUrl(region, profile.group, profile.name) : ruleUrl(region, profile.bus ?? 'default', profile.name);
  return { title: `The ${triggerName(profile)}`, url };
}
