import { ruleUrl, scheduleUrl } from '../../console';
import type { TriggerProfile } from '../../contract/profile';
import { counted } from '../../text/count-and-duration';
import { ended } from '../../text/sentence';
import type { DiagnosisContext, Link } from '../diagnosis';
import { errorInShort, errorName, errorText } from '../error-text';
import type { DeadLetter } from '../facts';
import { changesText, isSuspicious, lookFrom, TriggerFindings, valueOf } from '../findings';
import { adviceOn, type Rule } from './rule';

/** `schedule nightly`, `rule nightly`. */
function triggerName({ kind, name }: TriggerProfile): string {
  return `${kind} ${errorName(name)}`;
}

function triggerLink(profile: TriggerProfile, region: string): Link {
  const url = profile.kind === 'schedule' ? scheduleUrl(region, profile.group, profile.name) : ruleUrl(region, profile.bus ?? 'default', profile.name);
  return { title: `The ${triggerName(profile)}`, url };
}

/**
 * What was refused since the run in question was due, and belongs to this trigger: several may share a queue. Oldest first.
 */
function undelivered({ profile, deadLetters }: TriggerFindings, context: DiagnosisContext): readonly DeadLetter[] {
  const from = lookFrom(context);
  const path = profile.kind === 'schedule' ? `/${profile.group}/${profile.name}` : `/${profile.name}`;
  return (valueOf(deadLetters) ?? [])
    // Attempts go on for up to a day, so an invocation may be given up long after it was due.
    .filter(({ scheduledAt, at }) => (scheduledAt ?? at ?? Infinity) >= from)
    .filter(({ source }) => source === undefined || source.endsWith(path))
    .sort((a, b) => timeOf(a) - timeOf(b));
}

function timeOf({ scheduledAt, at }: DeadLetter): number {
  return at ?? scheduledAt ?? 0;
}

/** Whether the target was not invoked because the role has no permission. */
function isDenied({ errorCode = '', errorMessage = '' }: DeadLetter): boolean {
  return /AccessDenied|NO_PERMISSIONS|NotAuthorized|Unauthorized|Forbidden|KMS/i.test(errorCode) || /is not authorized to|not authorized to perform|access denied/i.test(errorMessage);
}

/** What starts the pipeline is deleted. */
export const triggerDeleted: Rule<TriggerFindings> = {
  id: 'triggerDeleted',
  family: 'trigger',
  seen: 'the schedule or rule does not exist',
  calls: ['schedule', 'rule'],
  find: ({ trigger, profile }) => trigger.kind !== 'missing' ? undefined : {
    text: `The ${triggerName(profile)} does not exist, so nothing starts the pipeline.`,
    short: `${profile.kind} deleted`,
    next: `Deploy the stack of the ${triggerName(profile)} again.`,
  },
};

/** Somebody disabled what starts the pipeline. */
export const triggerDisabled: Rule<TriggerFindings> = {
  id: 'triggerDisabled',
  family: 'trigger',
  seen: 'the schedule or rule is DISABLED; a schedule says when it was last changed, a rule does not',
  calls: ['schedule', 'rule'],
  find: ({ trigger, profile }, { time, region }) => {
    const facts = valueOf(trigger);
    if (facts === undefined || facts.enabled) return undefined;
    return {
      text: `The ${triggerName(profile)} ${facts.changedAt === undefined ? 'is DISABLED' : `has been DISABLED since ${time(facts.changedAt)}`}.`,
      ...(facts.changedAt === undefined ? {} : { at: facts.changedAt }),
      short: `${profile.kind} DISABLED`,
      next: `Enable the ${triggerName(profile)}.`,
      link: triggerLink(profile, region),
    };
  },
};

/** The schedule fires only between a start and an end date, and now is outside. */
export const triggerEnded: Rule<TriggerFindings> = {
  id: 'triggerEnded',
  family: 'trigger',
  seen: 'the schedule\'s end date has passed, or its start date has not come',
  calls: ['schedule'],
  find: ({ trigger, profile }, { time, region, about, now }) => {
    const { startsAt, endsAt } = valueOf(trigger) ?? {};
    const link = triggerLink(profile, region);
    if (endsAt !== undefined && endsAt <= now) {
      return {
        text: `The ${triggerName(profile)} stopped at its end date, ${time(endsAt)}.`, at: endsAt,
        short: `${profile.kind} ended`, next: `Move the end date of the ${triggerName(profile)}.`, link,
      };
    }
    if (startsAt === undefined || startsAt <= about) return undefined;
    return {
      text: `The ${triggerName(profile)} does not fire before its start date, ${time(startsAt)}.`, at: startsAt,
      short: `${profile.kind} not started`, next: `Move the start date of the ${triggerName(profile)}.`, link,
    };
  },
};

/** What starts the pipeline was changed since it last did. */
export const triggerChanged: Rule<TriggerFindings> = {
  id: 'triggerChanged',
  family: 'change',
  seen: 'the schedule is enabled and was changed after the last success',
  calls: ['schedule'],
  find: ({ trigger, profile }, context) => {
    const facts = valueOf(trigger);
    if (facts === undefined || !facts.enabled || !isSuspicious(facts.changedAt, undefined, context)) return undefined;
    return {
      text: `The ${triggerName(profile)} ${changesText(facts.changedAt, context)}.`,
      at: facts.changedAt,
      short: `${profile.kind} changed`,
      next: `Compare the ${triggerName(profile)} with what it was before.`,
      link: triggerLink(profile, context.region),
    };
  },
};

/** The trigger fired, but it may not start its target. */
export const targetDenied: Rule<TriggerFindings> = {
  id: 'targetDenied',
  family: 'trigger',
  seen: 'the trigger\'s dead-letter queue has an invocation that was denied (ERROR_CODE, ERROR_MESSAGE)',
  calls: ['deadLetters'],
  find: (findings, context) => {
    const { profile } = findings;
    const letter = undelivered(findings, context).findLast(isDenied);
    if (letter === undefined) return undefined;
    const at = letter.scheduledAt ?? letter.at;
    const said = errorText({ type: letter.errorCode, message: letter.errorMessage }, context.includeExecutionData);
    return {
      text: ended(`The ${triggerName(profile)} was not allowed to start its target${at === undefined ? '' : ` ${context.time(at)}`}${said === undefined ? '' : `: ${said}`}`),
      ...(at === undefined ? {} : { at }),
      short: `${profile.kind}: permission denied`,
      next: `Give the role of the ${triggerName(profile)} the permission that the error names.`,
      link: triggerLink(profile, context.region),
    };
  },
};

/** The trigger fired, but its target did not accept the invocation. */
export const targetRefused: Rule<TriggerFindings> = {
  id: 'targetRefused',
  family: 'trigger',
  seen: 'the trigger\'s dead-letter queue has an invocation that its target did not accept (ERROR_CODE, ERROR_MESSAGE)',
  calls: ['deadLetters'],
  find: (findings, context) => {
    const { profile } = findings;
    const letters = undelivered(findings, context).filter((one) => !isDenied(one));
    const letter = letters.at(-1);
    if (letter === undefined) return undefined;
    const at = letter.scheduledAt ?? letter.at;
    const error = { type: letter.errorCode, message: letter.errorMessage };
    const said = errorText(error, context.includeExecutionData);
    const often = letters.length < 2 ? '' : ` (${counted(letters.length, 'invocation')} in the dead-letter queue)`;
    return {
      text: ended(`The target of the ${triggerName(profile)} did not accept the invocation${at === undefined ? '' : ` of ${context.time(at)}`}${often}${said === undefined ? '' : `: ${said}`}`),
      ...(at === undefined ? {} : { at }),
      short: errorInShort(error, context.includeExecutionData) ?? 'target refused',
      next: adviceOn(error, `the ${triggerName(profile)}`, `Check that the target of the ${triggerName(profile)} can be started.`),
      link: triggerLink(profile, context.region),
    };
  },
};
