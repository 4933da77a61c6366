import { Token } from 'aws-cdk-lib/core';
import { activeMuteWindow, muteRuleStatus, parseMuteRule } from '../../core/mute-rule';
import { exactDuration } from '../../core/text/count-and-duration';
import { DAY } from '../../core/time';
import type { SignalRow } from '../signals/signal-row';
import type { Check } from './check';
import type { PipelineSubject } from './subjects';

/** With these an alarm's description always stays within CloudWatch's 1,024 characters, its mark included. */
export const LONGEST_TEXTS = { owner: 100, runbookUrl: 300, stageName: 64 } as const;

/** Texts that stand in every alarm must leave room for what it says. */
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
    : [`${name} has ${text.length} characters and stands in every alarm; shorten it to ${LONGEST_TEXTS[name]}`];
}

/** A pipeline of which nothing is observed proves nothing. */
export const stagesMissing: Check<PipelineSubject> = {
  id: 'stagesMissing',
  level: 'error',
  find: ({ _stages, _spec }) => {
    if (_stages.length === 0) return ['the pipeline has no stage; pass stages: [PipelineStage.lambdaFunction(…) or PipelineStage.stateMachine(…)]'];
    if (_spec.kind !== 'none' && _stages.every(({ _options }) => _options.optional)) {
      return ['every stage is on demand, so no run is ever due; leave optional out of one, or expect RunExpectation.unscheduled(\'why\')'];
    }
    return [];
  },
};

/** Two pipelines of one name would overwrite each other's contract and share a metric. */
export const duplicatePipelineName: Check<PipelineSubject> = {
  id: 'duplicatePipelineName',
  level: 'error',
  find: (pipeline) => pipeline.observatory._pipelines
    .filter((other) => other !== pipeline && other.pipelineName === pipeline.pipelineName)
    .map((other) => `the observatory already has a pipeline called '${pipeline.pipelineName}' at ${other.node.path}; give one a pipelineName of its own`),
};

/** A runbook is opened from a mail on a phone at night: it has to be a link. */
export const runbookNotALink: Check<PipelineSubject> = {
  id: 'runbookNotALink',
  level: 'warning',
  find: ({ _texts: { runbookUrl } }) => (runbookUrl === undefined || Token.isUnresolved(runbookUrl) || /^https?:\/\/\S+$/.test(runbookUrl) ? []
    : [`runbookUrl '${runbookUrl}' is no link that a phone can open; begin it with https://`]),
};

/** Windows are laid end to end from a fixed day on, so that the same code is judged alike whenever it is synthesized. */
const REFERENCE = Date.UTC(2024, 0, 1);
const YEAR = 366 * DAY;
/** So many windows without a gap between them are as good as a year: a person who lays that many means always. */
const MOST_WINDOWS = 10_000;

/** A pipeline whose alarms never tell anybody is not observed. */
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
    return ['its maintenance windows leave no time in which an alarm would tell anybody; shorten them, or switch the signals off that nobody wants'];
  },
};

/** A window in the past mutes nothing: it is a remnant, or its date is wrong. */
export const muteWindowOver: Check<PipelineSubject> = {
  id: 'muteWindowOver',
  level: 'warning',
  find: ({ _muteWindows: windows }) => windows.filter(({ _settings }) => muteRuleStatus(parseMuteRule(_settings), Date.now()) === 'EXPIRED')
    .map(({ _settings }) => `the maintenance window ${_settings.expression} is over and mutes nothing any more; remove it, or correct its date`),
};

/** Whoever asks for what only a notifier does must not wait for it in vain. */
export const optionNeedsNotifier: Check<PipelineSubject> = {
  id: 'optionNeedsNotifier',
  level: 'warning',
  find: ({ observatory, _forNotifier: { upstreamPipelines, includeExecutionData } }) => {
    if (observatory.intakeTopic !== undefined) return [];
    return [...(upstreamPipelines.length > 0 ? ['upstreamPipelines'] : []), ...(includeExecutionData ? ['includeExecutionData'] : [])]
      .map((option) => `${option} has no effect, since the observatory's alarms go to people directly; leave it out, or leave the observatory's routing out`);
  },
};

/** A limit that nobody knows makes no alarm. Whoever counts on one must learn that here and not in a night. */
export const stageSettings: Check<PipelineSubject> = {
  id: 'stageSettings',
  level: 'warning',
  find: ({ _stages }) => _stages.flatMap(({ stageName, _kind }) => (_kind.warnings?.() ?? []).map((finding) => `stage ${stageName}: ${finding}`)),
};

/** A signal whose user chose a window so short that late points lie outside of it by the time they appear. */
export const evaluationWindowTooShort: Check<PipelineSubject> = {
  id: 'evaluationWindowTooShort',
  level: 'warning',
  find: ({ _watched }) => _watched.flatMap(({ row, stage }) => {
    const { id, lookback } = row;
    const window = windowOf(row);
    if (lookback === undefined || window === undefined || window >= lookback.toSeconds()) return [];
    return [`signal ${id}${stage === undefined ? '' : ` of stage ${stage}`} looks back ${exactDuration(window)}, but a point may first appear `
      + `${lookback.toHumanString()} after its timestamp, so it stays unseen where newer points exist; leave period out, or make it longer`];
  }),
};

/** How old a breaching period may be and still decide, in seconds: of M of N, the newest M - 1 may have to breach besides. */
function windowOf({ period, judged, options }: SignalRow): number | undefined {
  const one = options?.period ?? period;
  if (one.isUnresolved()) return undefined;
  const n = options?.evaluationPeriods ?? judged.evaluationPeriods ?? 1;
  const m = options?.datapointsToAlarm ?? (options?.evaluationPeriods === undefined ? judged.datapointsToAlarm : undefined) ?? n;
  return one.toSeconds() * Math.max(1, n - m + 1);
}
