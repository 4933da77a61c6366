/** CloudWatch's alarm evaluation as pure functions: metric alarms, composite alarms, suppression, mute rules, metric math. */
export { AlarmConfigurationError } from './alarm-configuration-error';
export { AlarmRuleError, type AlarmRule, type AtLeastMinimum } from './alarm-rule';
export { compositeState, evaluateAlarmRule, type StateOfAlarm } from './alarm-rule-evaluation';
export {
  alarmRuleViolations,
  alarmsOfRule,
  elementsOfRule,
  MAX_CHILD_ALARMS,
  MAX_COMPOSITES_PER_CHILD,
  MAX_RULE_ELEMENTS,
  MAX_RULE_LENGTH,
} from './alarm-rule-limits';
export { parseAlarmRule } from './alarm-rule-parser';
export {
  isBandOperator,
  parseComparisonOperator,
  type AlarmComparison,
  type AnomalyBand,
  type BandComparison,
  type BandComparisonOperator,
  type ComparisonOperator,
  type StaticComparison,
  type StaticComparisonOperator,
} from './comparison';
export { evaluateAlarm, evaluateAlarmState, type AlarmEvaluationInput, type AlarmEvaluationResult, type AlarmPoint } from './evaluation';
export {
  defaultEvaluationRange,
  EVALUATION_RANGE_GUESSES,
  silentPeriodsUntilAlarm,
  silentPeriodsUntilOk,
  type EvaluationRangeGuess,
  type SilenceSettings,
} from './evaluation-range';
export {
  checkEvaluationTiming,
  evaluationIntervalSeconds,
  evaluationTimes,
  HIGH_RESOLUTION_PERIODS_SECONDS,
  isEvaluatedAt,
  isMultiDay,
  nextEvaluation,
  WALL_CLOCK_PERIODS_SECONDS,
  type EvaluationTiming,
  type WallClockWindow,
} from './evaluation-schedule';
export { evaluationWindow, type EvaluationWindowSettings, type PeriodWindow } from './evaluation-window';
export * from './metric-math';
export { stepMute, type MuteEvent, type MuteState, type MuteStep } from './mute-actions';
export { MAX_MUTE_SECONDS, MIN_MUTE_SECONDS, parseMuteDuration } from './mute-duration';
export {
  activeMuteWindow,
  isMuted,
  MAX_MUTED_ALARMS,
  muteRuleStatus,
  parseMuteRule,
  type MuteRule,
  type MuteRuleSettings,
  type MuteRuleStatus,
  type MuteWindow,
} from './mute-rule';
export { defaultTreatMissingData, ALARM_STATES, type AlarmState, type TreatMissingData } from './state';
export { isLowSampleCount, percentileOf, statistic } from './statistic';
export {
  initialSuppression,
  stepSuppression,
  suppressedBy,
  type ActionsSuppressedBy,
  type SuppressionAction,
  type SuppressionEvent,
  type SuppressionSettings,
  type SuppressionState,
  type SuppressionStep,
} from './suppression';
export { MAX_WARM_UP_MINUTES, stepWarmUp, type WarmUpConfiguration, type WarmUpObservation, type WarmUpState } from './warm-up';
