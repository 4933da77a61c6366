import { Token } from 'aws-cdk-lib/core';
import { activeMuteWindow, muteRuleStatus, parseMuteRule } from '../../core/mute-rule';
import { exactDuration } from '../../core/text/count-and-duration';
import { DAY } from '../../core/time';
import { hasDeadline, type PipelineSignals } from '../pipeline/pipeline-signals';
import type { SignalRow } from '../signals/signal-row';
import type { Check } from './check';
import type { PipelineSubject } from './subjects';

/** With these limits, the description of an alarm always fits into CloudWatch's 1,024 characters. */
export const LONGEST_TEXTS = { owner: 100, runbookUrl: 300, stageName: 64 } as const;

/** Texts that every alarm contains must leave room for the rest of its description. */
export const textTooLong: Check<PipelineSubject> = {
  id: 'textTooLong',
  level: 'error',
  find: ({ _texts, _stages }) => [
    ...tooLong('owner', _texts.owner),
    ...tooLong('runbookUrl', _texts.runbookUrl),
    ..._stages.flatMap(({ stageName }) => tooLong('stageName', stageName)),
  ],
};

function tooLong(name: keyof typeof LONGEST_TEXTS, text: string | undefined): string[] {
  return text === undefined || Token.isUnresolved(text) || text.length <= LONGEST_TEXTS[name] ? []
    : [`${name} has ${text.length} characters, but every alarm contains it; shorten it to ${LONGEST_TEXTS[name]}`];
}

/** A pipeline needs a stage that must run, or nothing is observed. */
export const stagesMissing: Check<PipelineSubject> = {
  id: 'stagesMissing',
  level: 'error',
  find: ({ _stages, _spec }) => {
    if (_stages.length === 0) return ['the pipeline has no stage; pass stages: [PipelineStage.lambdaFunction(…) or PipelineStage.stateMachine(…)]'];
    if (_spec.kind !== 'none' && _stages.every(({ _options }) => _options.optional)) {
      return ['every stage is optional, so no run is ever due; leave optional out of one stage, or pass RunExpectation.unscheduled(\'why\')'];
    }
    return [];
  },
};

/** Two pipelines with the same name would overwrite each other's contract and share a metric. */
export const duplicatePipelineName: Check<PipelineSubject> = {
  id: 'duplicatePipelineName',
  level: 'error',
  find: (pipeline) => pipeline.observatory._pipelines
    .filter((other) => other !== pipeline && other.pipelineName === pipeline.pipelineName)
    .map((other) => `the observatory already has a pipeline called '${pipeline.pipelineName}' at ${other.node.path}; give one of them another pipelineName`),
};

/** A runbook is opened from an e-mail, perhaps on a phone, so it must be a link. */
export const runbookNotALink: Check<PipelineSubject> = {
  id: 'runbookNotALink',
  level: 'warning',
  find: ({ _texts: { runbookUrl } }) => (runbookUrl === undefined || Token.isUnresolved(runbookUrl) || /^https?:\/\/\S+$/.test(runbookUrl) ? []
    : [`runbookUrl '${runbookUrl}' is not a link; begin it with https://`]),
};

/** The windows are examined from a fixed day on, so that the result does not depend on the day of the synthesis. */
const REFERENCE = Date.UTC(2024, 0, 1);
const YEAR = 366 * DAY;
/** This many windows without a gap between them count as always. */
const MOST_WINDOWS = 10_000;

/** Alarms that are always muted notify nobody. */
export const alwaysMuted: Check<PipelineSubject> = {
  id: 'alwaysMuted',
  level: 'error',
  find: ({ _muteWindows: windows }) => {
    const rules = windows.map(({ _settings }) => parseMuteRule(_settings));
    let covered = REFERENCE;
    for (let count = 0; covered < REFERENCE + YEAR && count < MOST_WINDOWS; count += 1) {
      const end = Math.max(...rules.map((rule) => activeMuteWindow(rule, covered)?.end ?? -Infinity));
      if (end <= covered) return [];
      covered = end;
    }
    return ['its mute windows leave no gap, so its alarms never notify anybody; shorten the windows, or switch off the signals that you do not need'];
  },
};

/** A mute window in the past has no effect. */
export const muteWindowOver: Check<PipelineSubject> = {
  id: 'muteWindowOver',
  level: 'warning',
  find: ({ _muteWindows: windows }) => windows.filter(({ _settings }) => muteRuleStatus(parseMuteRule(_settings), Date.now()) === 'EXPIRED')
    .map(({ _settings }) => `the mute window ${_settings.expression} is over and has no effect; remove it, or correct its date`),
};

/** An option that only a notifier uses has no effect without one. */
export const optionNeedsNotifier: Check<PipelineSubject> = {
  id: 'optionNeedsNotifier',
  level: 'warning',
  find: ({ observatory, _forNotifier: { upstreamPipelines, includeExecutionData } }) => {
    if (observatory.intakeTopic !== undefined) return [];
    return [...(upstreamPipelines.length > 0 ? ['upstreamPipelines'] : []), ...(includeExecutionData ? ['includeExecutionData'] : [])]
      .map((option) => `${option} has no effect, since the observatory has no notifier; leave it out, or leave alarmRouting out of the observatory`);
  },
};

/** Somebody who asks for a signal believes that it is watched. */
export const signalNotWatched: Check<PipelineSubject> = {
  id: 'signalNotWatched',
  level: 'warning',
  find: ({ _spec, _trigger, _signals }) => {
    // The environment has the trigger disabled, and the code is that of all environments.
    if (_spec.disabledTrigger !== undefined) return [];
    const noTrigger = _trigger === undefined
      ? 'what starts the pipeline is not known, so nothing is watched; pass trigger in the options of the expectation, or leave the signal out' : undefined;
    const noRuns = _spec.kind === 'none' ? 'no runs are expected; leave the signal out' : undefined;
    const noDeadline = hasDeadline(_spec) ? undefined : 'the expectation has no deadline; pass finishWithin, use RunExpectation.dailyBy, or leave the signal out';
    const reasons: Readonly<Record<keyof PipelineSignals, string | undefined>> = {
      proofOfLife: noRuns, deadline: noRuns ?? noDeadline, trigger: noTrigger, triggerRetries: noTrigger,
    };
    return Object.entries(reasons).flatMap(([name, reason]) => {
      const given = _signals[name as keyof PipelineSignals];
      return reason === undefined || given === undefined || given.enabled === false ? [] : [`signals.${name} has no effect, since ${reason}`];
    });
  },
};

/** Settings of a resource that the stage cannot use as intended, such as a timeout that is not known at synth. */
export const stageSettings: Check<PipelineSubject> = {
  id: 'stageSettings',
  level: 'warning',
  find: ({ _stages }) => _stages.flatMap(({ stageName, _kind }) => (_kind.warnings?.() ?? []).map((finding) => `stage ${stageName}: ${finding}`)),
};

/** The evaluation window of a signal must be so long that it still contains data points that are published late. */
export const evaluationWindowTooShort: Check<PipelineSubject> = {
  id: 'evaluationWindowTooShort',
  level: 'warning',
  find: ({ _watched }) => _watched.flatMap(({ row, stage }) => {
    const { id, lookback } = row;
    const window = windowOf(row);
    if (lookback === undefined || window === undefined || window >= lookback.toSeconds()) return [];
    return [`signal ${id}${stage === undefined ? '' : ` of stage ${stage}`} evaluates the last ${exactDuration(window)}, but a data point may appear `
      + `${lookback.toHumanString()} after its timestamp, so the alarm can miss it; leave period out, or make it longer`];
  }),
};

/** The greatest age, in seconds, at which a single breaching period still raises the alarm. For "M of N", the newest M - 1 periods may have to breach too. */
function windowOf({ period, judged, options }: SignalRow): number | undefined {
  const one = options?.period ?? period;
  if (one.isUnresolved()) return undefined;
  const n = options?.evaluationPeriods ?? judged.evaluationPeriods ?? 1;
  const m = options?.datapointsToAlarm ?? (options?.evaluationPeriods === undefined ? judged.datapointsToAlarm : undefined) ?? n;
  return one.toSeconds() * Math.max(1, n - m + 1);
}
