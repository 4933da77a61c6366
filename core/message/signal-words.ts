import type { SeenAlarm } from '../incident/record';
import type { Question } from '../question';

/** What a signal says of a pipeline, as what comes after its name. */
const OF_PIPELINES: Readonly<Record<string, string>> = {
  ProofOfLife: 'did not prove that it is alive',
  Failed: 'failed',
  TriggerUndeliverable: 'could not be started',
  TriggerRetries: 'is refused by its target',
  Deadline: 'missed its deadline',
  NearTimeout: 'came near its timeout',
  SlowerThanUsual: 'was slower than usual',
  StreamLag: 'falls behind its stream',
};

/** What a signal says of the checker. Alarms about the topics and the notifier itself do not come this way. */
const OF_THE_CHECKER: Readonly<Record<string, string>> = {
  CheckerSilent: 'is silent',
  CheckerFailing: 'fails',
  ScheduleUndeliverable: 'could not be started',
  PipelinesUnverifiable: 'cannot verify every pipeline',
};

/** Of signals that this version does not know. */
const BY_QUESTION: Readonly<Record<Question, string>> = { ALIVE: 'did not prove that it is alive', FAILED: 'failed', SLOW: 'is slow' };

/** What a pipeline did, by the alarm that tells of it. */
export function pipelineDid(question: Question, alarm: SeenAlarm | undefined): string {
  return (alarm === undefined ? undefined : wordsOf(OF_PIPELINES, alarm.signal)) ?? BY_QUESTION[question];
}

/** What is wrong with an observatory, by the alarm that tells of it. */
export function observatoryDid(alarm: SeenAlarm | undefined): { readonly who: 'The checker' | 'The observatory'; readonly did: string } {
  const did = alarm === undefined ? undefined : wordsOf(OF_THE_CHECKER, alarm.signal);
  return did === undefined ? { who: 'The observatory', did: 'is not well' } : { who: 'The checker', did };
}

/** A signal's name comes from outside, so it may be `constructor`. */
function wordsOf<T>(table: Readonly<Record<string, T>>, signal: string): T | undefined {
  return Object.hasOwn(table, signal) ? table[signal] : undefined;
}
