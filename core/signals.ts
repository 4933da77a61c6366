import { PIPELINE_NAME } from './names';

/** The three questions that observability answers, in this order. */
export const QUESTIONS = ['ALIVE', 'FAILED', 'SLOW'] as const;

export type Question = (typeof QUESTIONS)[number];

/** The severities, the most severe first. Each has a topic of its own in an observatory. */
export const SEVERITIES = ['critical', 'warning'] as const;

export type SeverityName = (typeof SEVERITIES)[number];

/** The more severe of two severities. */
export function moreSevere(a: SeverityName, b: SeverityName): SeverityName {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}

/** What is true of a signal wherever it is used. */
interface SignalTraits {
  /** What it watches. Alarms about the delivery of notifications bypass the notifier. */
  readonly about: 'pipeline' | 'trigger' | 'stage' | 'checker' | 'delivery';
  /** The question it answers. An ALIVE or FAILED signal counts as a failed run in the incident, a SLOW one does not. */
  readonly question: Question;
  /**
   * Its alarm stays in ALARM until a recovery, so that its return to OK closes the incident. Any other alarm returns to OK
   * as soon as no new data point breaches, which is no recovery.
   */
  readonly lasting: boolean;
  /** The default severity of its alarm: that of the pipeline, or a fixed one. */
  readonly severity: 'ofPipeline' | SeverityName;
  /** By default it is watched for critical pipelines only. @default false */
  readonly onlyWhereCritical?: boolean;
}

/** All signals, by their ids. The alarm's construct id ends with the id, and the mark in its description contains it. */
export const SIGNALS = {
  ProofOfLife: { about: 'pipeline', question: 'ALIVE', lasting: true, severity: 'ofPipeline' },
  Deadline: { about: 'pipeline', question: 'SLOW', lasting: true, severity: 'ofPipeline' },
  TriggerUndeliverable: { about: 'trigger', question: 'FAILED', lasting: false, severity: 'ofPipeline' },
  TriggerRetries: { about: 'trigger', question: 'FAILED', lasting: false, severity: 'warning' },
  Failed: { about: 'stage', question: 'FAILED', lasting: false, severity: 'ofPipeline' },
  NearTimeout: { about: 'stage', question: 'SLOW', lasting: false, severity: 'warning' },
  SlowerThanUsual: { about: 'stage', question: 'SLOW', lasting: false, severity: 'warning', onlyWhereCritical: true },
  StreamLag: { about: 'stage', question: 'SLOW', lasting: false, severity: 'warning' },
  CheckerSilent: { about: 'checker', question: 'ALIVE', lasting: true, severity: 'critical' },
  PipelinesUnverifiable: { about: 'checker', question: 'ALIVE', lasting: true, severity: 'critical' },
  LedgerUnavailable: { about: 'checker', question: 'ALIVE', lasting: true, severity: 'critical' },
  CheckerFailing: { about: 'checker', question: 'FAILED', lasting: false, severity: 'critical' },
  ScheduleUndeliverable: { about: 'checker', question: 'FAILED', lasting: false, severity: 'critical' },
  TopicUnreachable: { about: 'delivery', question: 'ALIVE', lasting: true, severity: 'critical' },
  NotificationsFailed: { about: 'delivery', question: 'FAILED', lasting: false, severity: 'critical' },
  NotifierSilent: { about: 'delivery', question: 'ALIVE', lasting: true, severity: 'critical' },
  NotifierFailing: { about: 'delivery', question: 'FAILED', lasting: false, severity: 'critical' },
  AlarmsUndelivered: { about: 'delivery', question: 'FAILED', lasting: false, severity: 'critical' },
} as const satisfies Readonly<Record<string, SignalTraits>>;

export type SignalId = keyof typeof SIGNALS;

/** The ids of the signals that watch one of these. */
export type SignalIdAbout<T extends SignalTraits['about']> = { [K in SignalId]: (typeof SIGNALS)[K]['about'] extends T ? K : never }[SignalId];

/** The traits of a signal. */
export function traitsOf(id: SignalId): SignalTraits {
  return SIGNALS[id];
}

/** Whether a signal reports a missed deadline: the only slowness that lasts until a later run meets the deadline. */
export function isDeadline({ question, lasting }: Pick<SignalTraits, 'question' | 'lasting'>): boolean {
  return question === 'SLOW' && lasting;
}

/**
 * The data about an alarm at the end of its description, for the notifier. Each state change carries the description, so
 * the notifier understands an alarm even when it can read nothing else.
 */
export interface SignalMark {
  readonly severity: SeverityName;
  readonly question: Question;
  /** The signal's name, such as `Failed`. */
  readonly signal: string;
  /** Whether its return to OK is a recovery. */
  readonly lasting: boolean;
  /** The pipeline; absent for an observatory's own alarms. */
  readonly pipeline?: string;
  readonly stage?: string;
}

/** The parts of a description: its mark, what the alarm means, and what to look at first. */
export interface MarkedDescription {
  readonly mark: SignalMark;
  readonly means: string;
  readonly lookFirst?: string;
}

/** Takes the place of a pipeline's name for what is about the observatory itself. No pipeline can have this name. */
export const OBSERVATORY_ITSELF = '(observatory)';

const MARK = new RegExp(`\\[op1 (${SEVERITIES.join('|')}) (${QUESTIONS.join('|')}) (lasting|passing) ([A-Za-z0-9]+) (\\(observatory\\)|${PIPELINE_NAME})(?: ([^\\[\\]]+))?\\]\\s*$`);
/** The beginnings of the later parts of a description. */
const NEXT_PART = / (?:First: |Due: |Owner: |Runbook: |\[op1 )/;

/** The text of a mark. */
export function markText({ severity, question, signal, lasting, pipeline, stage }: SignalMark): string {
  const words = ['op1', severity, question, lasting ? 'lasting' : 'passing', signal, pipeline ?? OBSERVATORY_ITSELF];
  // A bracket would end the mark.
  return `[${[...words, ...(stage === undefined ? [] : [stage.replace(/[[\]]/g, ' ').trim()])].join(' ')}]`;
}

/** Reads a description; undefined when it is not from this library, for example when the pipeline's name is impossible. */
export function readDescription(description: string | undefined): MarkedDescription | undefined {
  const found = MARK.exec(description ?? '');
  if (description === undefined || found === null) return undefined;
  const [, severity, question, lasting, signal, pipeline, stage] = found;
  const mark: SignalMark = {
    severity: severity as SeverityName,
    question: question as Question,
    signal: signal!,
    lasting: lasting === 'lasting',
    ...(pipeline === OBSERVATORY_ITSELF ? {} : { pipeline }),
    ...(stage === undefined ? {} : { stage }),
  };
  return { mark, means: partAfter(description, ': ') ?? description.slice(0, found.index).trim(), lookFirst: partAfter(description, ' First: ') };
}

function partAfter(description: string, label: string): string | undefined {
  const begin = description.indexOf(label);
  if (begin < 0) return undefined;
  const rest = description.slice(begin + label.length);
  const end = NEXT_PART.exec(rest);
  return (end === null ? rest : rest.slice(0, end.index)).trim();
}
