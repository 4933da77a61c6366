import { parseObject } from '../json';
import { cleanText } from '../text/plain-text';
import type { ReportedError } from './facts';

/** Step Functions quotes the input like this: "could not be found in the input '"2026-03-10"'". */
const QUOTED_INPUT = /\b(input|payload|event|body)(\s*[:=]?\s*)'[^']*'/gi;
/** How a JSON list begins. `[ERROR]` and `[0:5]` are not lists. */
const LIST_BEGINS = /^\[\s*[{["]/;

/** A text without its objects and lists, which may be a run's input or output. A placeholder stands for each. */
function withoutPayloads(text: string): string {
  let kept = '';
  for (let at = 0; at < text.length;) {
    const isObject = text[at] === '{';
    if (isObject || (text[at] === '[' && LIST_BEGINS.test(text.slice(at, at + 20)))) {
      kept += isObject ? '{...}' : '[...]';
      at = endOfPayload(text, at);
    } else {
      kept += text[at];
      at += 1;
    }
  }
  return kept.replace(QUOTED_INPUT, '$1$2\'...\'');
}

/**
 * Where the bracket at an index is closed again, or the end if it never is. Brackets in strings count too: it is better to
 * remove too much.
 */
function endOfPayload(text: string, from: number): number {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{' || text[at] === '[') depth += 1;
    if (text[at] === '}' || text[at] === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

/** What looks like a secret anywhere in a text, and what replaces it. */
const MASKS: readonly (readonly [secret: RegExp, mask: string])[] = [
  // AWS access keys (IAM user guide, "Unique identifiers"), and signatures made with them.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '***'],
  // A JSON web token.
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, '***'],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/gi, '$1 ***'],
  // Name and password in an address.
  [/:\/\/[^\s/@:]*:[^\s/@]*@/g, '://***@'],
];

/** `password=…`, `"apiKey": "…"`: the name of a secret, and its value. */
const NAMED = /((?:pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key|credential|signature|authorization)[\w-]*["']?\s*)([=:])(\s*["']?)([^\s"',;&]+)/gi;
/** After a colon, a short word without a digit usually belongs to a sentence: "invalid token: unexpected end". */
const MORE_THAN_A_WORD = /\d|.{14}/;

/**
 * A text without what looks like secrets. There is no guarantee, because a secret can look like anything. So payloads are
 * never quoted.
 */
function withoutSecrets(text: string): string {
  const masked = MASKS.reduce((rest, [secret, mask]) => rest.replace(secret, mask), text);
  return masked.replace(NAMED, (all: string, name: string, sign: string, space: string, value: string) =>
    sign === '=' || MORE_THAN_A_WORD.test(value) ? `${name}${sign}${space}***` : all);
}

/** The longest quotation in a message. */
const LONGEST_QUOTE = 300;
/** Names of errors and states are seldom longer. */
const LONGEST_NAME = 80;

/** Only the beginning of a text is examined: a cause may have 32,768 characters, a log line a million. */
const LONGEST_READ = 8000;

/** How a text from outside is quoted. */
export interface QuoteOptions {
  /** Whether payloads stay in the text. */
  readonly includeExecutionData: boolean;
  /**
   * The highest number of characters.
   * @default 300
   */
  readonly longest?: number;
}

/**
 * A text from outside in a form that is safe to send: one line, short, without control characters and secrets, and without
 * payloads unless they are requested.
 */
export function quote(text: string, { includeExecutionData, longest = LONGEST_QUOTE }: QuoteOptions): string {
  const begin = text.slice(0, LONGEST_READ);
  return cleanText(withoutSecrets(includeExecutionData ? begin : withoutPayloads(begin)), longest);
}

/** A name from outside in a form that is safe to send. */
export function errorName(text: string, longest = LONGEST_NAME): string {
  return cleanText(text, longest);
}

/** The type and the message of an error, unpacked from what a service wraps around it. Not yet safe to send. */
export interface ErrorParts {
  readonly type?: string;
  readonly message?: string;
}

/** Several services may wrap an error: the cause of a nested execution contains the cause of its task. */
const MOST_WRAPPINGS = 4;

/**
 * Where the services put the type and the message of an error in the JSON of a cause: Lambda's errorType and errorMessage,
 * a nested execution's Error and Cause, Glue's ErrorMessage, ECS's StoppedReason, Batch's StatusReason, Athena's
 * StateChangeReason, SageMaker's FailureReason.
 */
const TYPES = ['errorType', 'Error', 'ErrorCode', 'exception_name'];
const MESSAGES = ['errorMessage', 'ErrorMessage', 'Cause', 'cause', 'StoppedReason', 'StatusReason', 'StateChangeReason', 'FailureReason', 'message', 'Message', 'msg'];
/** Loggers put an error here, and name its type differently. */
const ERRORS = ['error', 'err', 'exception'];
const TYPES_OF_ERRORS = ['type', 'name', 'code'];
/** Where to look if there is no message at the top. */
const INSIDE = ['QueryExecution', 'Status', ...MESSAGES];

/** Lambda puts the request before some messages, and Node.js puts the word "Error" there. */
const PREFIXES = /^(?:RequestId: [0-9a-f-]{36}\s*)?(?:Error:\s*)?/;

/** Unpacks an error as a service reports it. */
export function unpackError({ error, cause }: ReportedError): ErrorParts {
  const inside = unpackText(cause, 0);
  return { type: inside.type ?? filled(error), message: inside.message };
}

/** The type and the message of an error in an object, wherever the services put them. */
export function unpackObject(value: object, wrapping = 0, types: readonly string[] = TYPES): ErrorParts {
  const fields = value as Readonly<Record<string, unknown>>;
  const inside = (keys: readonly string[], typesThere: readonly string[]): ErrorParts | undefined => {
    if (wrapping >= MOST_WRAPPINGS) return undefined;
    const objects = keys.map((key) => fields[key]).filter((one) => typeof one === 'object' && one !== null);
    return objects.map((one) => unpackObject(one!, wrapping + 1, typesThere)).find(({ message }) => message !== undefined);
  };
  const type = firstText(fields, types);
  const error = inside(ERRORS, [...TYPES, ...TYPES_OF_ERRORS]);
  if (error !== undefined) return { ...error, type: error.type ?? type };
  const message = firstText(fields, MESSAGES);
  if (message !== undefined) {
    const inner = unpackText(message, wrapping + 1);
    return { type: inner.type ?? type, message: inner.message ?? message };
  }
  const deeper = inside(INSIDE, TYPES);
  return { type: deeper?.type ?? type, message: deeper?.message };
}

function unpackText(text: string | undefined, wrapping: number): ErrorParts {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return {};
  if (!trimmed.startsWith('{') || wrapping > MOST_WRAPPINGS) return { message: trimmed };
  const parsed = parseObject(trimmed);
  if (parsed !== undefined) return unpackObject(parsed, wrapping);
  return cutJson(trimmed);
}

/** A service may cut off a long cause anywhere, and then it is no longer JSON. */
function cutJson(text: string): ErrorParts {
  const field = (name: string): string | undefined => {
    const found = new RegExp(`"${name}"\\s*:\\s*"((?:[^"\\\\]|\\\\.){1,1000})`).exec(text.slice(0, 8000))?.[1];
    return found?.replace(/\\[nrt]/g, ' ').replace(/\\(.)/g, '$1');
  };
  return { type: field('errorType') ?? field('Error'), message: field('errorMessage') ?? field('Cause') };
}

function firstText(fields: Readonly<Record<string, unknown>>, names: readonly string[]): string | undefined {
  return names.map((name) => (Object.hasOwn(fields, name) ? fields[name] : undefined)).map((value) => (typeof value === 'string' ? filled(value) : undefined)).find((value) => value !== undefined);
}

function filled(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

/** `ValueError: row 17 has no date`, in a form that is safe to send; undefined if neither part is known. */
export function errorText({ type, message }: ErrorParts, includeExecutionData: boolean): string | undefined {
  const name = type === undefined ? '' : errorName(type);
  const said = message === undefined ? '' : quote(message.replace(PREFIXES, ''), { includeExecutionData });
  if (said === '') return name === '' ? undefined : name;
  // Node.js repeats the type at the beginning of some messages.
  return name === '' || said.startsWith(`${name}:`) ? said : `${name}: ${said}`;
}

/** The same in a few words. */
export function errorInShort({ type, message }: ErrorParts, includeExecutionData: boolean): string | undefined {
  const name = type === undefined ? '' : errorName(type).replace(/^(?:States|Runtime|Lambda|java\.lang)\./, '');
  if (name !== '') return name;
  const said = message === undefined ? '' : quote(message.replace(PREFIXES, ''), { includeExecutionData });
  return said === '' ? undefined : said;
}
