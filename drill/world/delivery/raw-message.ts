import type { AlarmState } from '../../../core/alarm-configuration';
import { isObject } from '../../account/intrinsics/json';
import type { TopicMessage } from './topic-message';

/** SNS gives a message without a subject this one in an e-mail. */
const NO_SUBJECT = 'AWS Notification Message';
/** An alarm's message lies in a notification, which lies in a record, as texts of JSON in each other. */
const DEEPEST = 8;

/** A message that no code of ours has made: the record of something that failed, with whatever it is about in it. */
export function rawMessage(text: string): TopicMessage {
  const { by, state } = alarmIn(text, 0) ?? { by: 'something that is no alarm', state: 'ALARM' };
  return { by, state, subject: NO_SUBJECT, text, kind: 'raw' };
}

/** The alarm whose message lies somewhere in a text or an object. */
function alarmIn(value: unknown, depth: number): { readonly by: string; readonly state: AlarmState } | undefined {
  if (depth > DEEPEST) return undefined;
  if (typeof value === 'string') return alarmInText(value, depth);
  if (Array.isArray(value)) return first(value as unknown[], depth);
  if (!isObject(value)) return undefined;
  const { AlarmName: by, NewStateValue: state } = value;
  return typeof by === 'string' && typeof state === 'string' ? { by, state: state as AlarmState } : first(Object.values(value), depth);
}

function alarmInText(text: string, depth: number): ReturnType<typeof alarmIn> {
  const begin = text.indexOf('{');
  if (begin < 0) return undefined;
  try {
    return alarmIn(JSON.parse(text.slice(begin, text.lastIndexOf('}') + 1)), depth + 1);
  } catch {
    return undefined;
  }
}

function first(values: readonly unknown[], depth: number): ReturnType<typeof alarmIn> {
  for (const value of values) {
    const found = alarmIn(value, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
