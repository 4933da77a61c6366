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

/**
 * What an alarm says about itself to the notifier, at the end of its description. The description travels with every
 * state change, so an alarm explains itself even when nothing else can be read.
 */
export interface SignalMark {
  readonly severity: SeverityName;
  readonly question: Question;
  /** The signal's name, such as `Failed`. */
  readonly signal: string;
  /** Whether it stays in ALARM until a recovery, which its return to OK then tells; else it returns when nothing more comes. */
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
