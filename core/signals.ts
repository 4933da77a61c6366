import { PIPELINE_NAME } from './names';

/** The three questions that observability answers, in this order. */
export const QUESTIONS = ['ALIVE', 'FAILED', 'SLOW'] as const;

export type Question = (typeof QUESTIONS)[number];

/** How loudly something is told, from the loudest. Each severity has a topic of its own in an observatory. */
export const SEVERITIES = ['critical', 'warning'] as const;

export type SeverityName = (typeof SEVERITIES)[number];

/** The louder of two severities. */
export function louder(a: SeverityName, b: SeverityName): SeverityName {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}

/** What is true of a signal wherever it is used. */
interface SignalTraits {
  /** What it watches. Alarms about the delivery of notifications go to the topics of people, past the notifier. */
  readonly about: 'pipeline' | 'trigger' | 'stage' | 'checker' | 'delivery';
  /** A FAILED or ALIVE signal opens an incident of its own kind; a SLOW one does not count as a failure of a run. */
  readonly question: Question;
  /**
   * Its alarm stays in ALARM until a recovery, and its return to OK then closes the incident. The alarm of any other signal
   * returns to OK when nothing more comes, which means nothing.
   */
  readonly lasting: boolean;
  /** The severity of its alarm where the user sets none: that of the pipeline, or one of its own. */
  readonly severity: 'ofPipeline' | SeverityName;
  /** It is watched by default where the pipeline is critical only. @default false */
  readonly onlyWhereCritical?: boolean;
}

/** All signals, by their ids. An id is also the end of the alarm's construct id, and what the mark of a description says. */
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
  CheckerFailing: { about: 'checker', question: 'FAILED', lasting: false, severity: 'critical' },
  ScheduleUndeliverable: { about: 'checker', question: 'FAILED', lasting: false, severity: 'critical' },
  TopicUnheard: { about: 'delivery', question: 'ALIVE', lasting: true, severity: 'critical' },
  NotificationsFailed: { about: 'delivery', question: 'FAILED', lasting: false, severity: 'critical' },
  NotifierSilent: { about: 'delivery', question: 'ALIVE', lasting: true, severity: 'critical' },
  NotifierFailing: { about: 'delivery', question: 'FAILED', lasting: false, severity: 'critical' },
  AlarmsUndelivered: { about: 'delivery', question: 'FAILED', lasting: false, severity: 'critical' },
} as const satisfies Readonly<Record<string, SignalTraits>>;

export type SignalId = keyof typeof SIGNALS;

/** The ids of the signals that are about one of these. */
export type SignalIdAbout<T extends SignalTraits['about']> = { [K in SignalId]: (typeof SIGNALS)[K]['about'] extends T ? K : never }[SignalId];

/** What is true of a signal. */
export function traitsOf(id: SignalId): SignalTraits {
  return SIGNALS[id];
}

/** A run missed its deadline: the only slowness that lasts until a later run is in time. */
export function isDeadline({ question, lasting }: Pick<SignalTraits, 'question' | 'lasting'>): boolean {
  return question === 'SLOW' && lasting;
}

/**
 * What an alarm says about itself to the notifier, at the end of its description. The description travels with every
 * state change, so an alarm explains itself even when nothing else can be read.
 */
export interface SignalMark {
  readonly severity: SeverityName;
  readonly question: Question;
  /** The signal's name, such as `Failed`. */
  readonly signal: string;
  /** Whether its return to OK is a recovery. */
  readonly lasting: boolean;
  /** The pipeline it is about; absent for an observatory's own alarms. */
  readonly pipeline?: string;
  readonly stage?: string;
}

/** What a description says: its mark, the sentence on what it means, and what to look at first. */
export interface MarkedDescription {
  readonly mark: SignalMark;
  readonly means: string;
  readonly lookFirst?: string;
}

/** Stands where a pipeline's name would, for what is about the observatory itself. No pipeline can be called so. */
export const OBSERVATORY_ITSELF = '(observatory)';

const MARK = new RegExp(`\\[op1 (${SEVERITIES.join('|')}) (${QUESTIONS.join('|')}) (lasting|passing) ([A-Za-z0-9]+) (\\(observatory\\)|${PIPELINE_NAME})(?: ([^\\[\\]]+))?\\]\\s*$`);
/** Ends of the parts of a description, in whose order they come. */
const NEXT_PART = / (?:First: |Due: |Owner: |Runbook: |\[op1 )/;

/** The mark as it stands at the end of a description. */
export function markText({ severity, question, signal, lasting, pipeline, stage }: SignalMark): string {
  const words = ['op1', severity, question, lasting ? 'lasting' : 'passing', signal, pipeline ?? OBSERVATORY_ITSELF];
  // A bracket would end the mark.
  return `[${[...words, ...(stage === undefined ? [] : [stage.replace(/[[\]]/g, ' ').trim()])].join(' ')}]`;
}

/** Reads a description; undefined when it is none of this library's, as when it names what can be no pipeline. */
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
