export type { FoldContext } from './context';
export * from './fold-alarm';
export * from './fold-judgement';
export { foldTime, nextDue as incidentNextDue } from './fold-time';
export * from './judged-facts';
export { claim, hold, release, sent, unclaimed } from './outbox';
export * from './record';
export { MOST_PER_DAY } from './rules';
