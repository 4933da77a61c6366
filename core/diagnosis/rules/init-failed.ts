import type { Instant } from '../../time';
import { durationInWords } from '../../words/duration';
import { errorInShort, errorInWords, type ErrorParts } from '../text/error-text';
import { sentence } from '../text/sentence';
import type { FunctionView } from '../views';
import { logLink } from './log-link';
import type { Rule } from './rule';

/** Errors that Lambda's runtimes raise before the handler is reached. */
const BEFORE_THE_HANDLER: readonly { readonly type: RegExp; readonly next: (who: string) => string }[] = [
  { type: /ImportModuleError|ImportError|ModuleNotFound|ClassNotFound|NoClassDefFound/, next: (who) => `Deploy function ${who} with the module that the error names.` },
  { type: /UserCodeSyntaxError|SyntaxError/, next: (who) => `Correct the syntax of function ${who} and deploy it again.` },
  { type: /HandlerNotFound|MalformedHandlerName|InvalidHandler/, next: (who) => `Correct the handler in the configuration of function ${who}.` },
  { type: /Runtime\.(?:InvalidEntrypoint|InvalidWorkingDir|InvalidTaskConfig|Init)|Extension\.(?:Crash|InitError|LaunchError)/, next: (who) => `Run the image or layers of function ${who} elsewhere to see why they do not start.` },
];

/** What a failed start is made of: the error with its type, and Lambda's own report of the start. */
interface FailedStart extends ErrorParts {
  readonly at: Instant;
}

/** The function did not get as far as its handler. */
export const initFailed: Rule<FunctionView> = {
  id: 'initFailed',
  family: 'failure',
  seen: 'the log has a failed start: INIT_REPORT with a bad status, or an error that comes before the handler (ImportModuleError, UserCodeSyntaxError, HandlerNotFound …)',
  calls: ['logLines'],
  find: (view, { time, region, quotePayloads }) => {
    const { name, records } = view;
    const start = failedStart(view);
    if (start === undefined) return undefined;
    const timeout = records.findLast((record) => record.kind === 'init' && record.status === 'timeout');
    const slow = timeout?.kind === 'init' && start.type === undefined ? timeout : undefined;
    const took = slow?.durationMillis === undefined ? '' : ` within ${durationInWords(slow.durationMillis / 1000)}`;
    const said = slow === undefined ? errorInWords(start, quotePayloads) : undefined;
    return {
      text: sentence(`Function ${name} did not get as far as its handler${took} ${time(start.at)}${said === undefined ? '' : `: ${said}`}`),
      at: start.at,
      short: (slow === undefined ? errorInShort(start, quotePayloads) : undefined) ?? 'start of the function failed',
      next: BEFORE_THE_HANDLER.find(({ type }) => type.test(start.type ?? ''))?.next(name) ?? `See in its log what function ${name} does before its handler.`,
      link: logLink(view, start.at, region),
    };
  },
};

function failedStart({ records }: FunctionView): FailedStart | undefined {
  const named = records.findLast((record) => record.kind === 'error' && comesBeforeTheHandler(record.type));
  if (named?.kind === 'error') return named;
  const report = records.findLast((record) => record.kind === 'init');
  if (report?.kind !== 'init') return undefined;
  const error = records.findLast((record) => record.kind === 'error' && record.fatal && record.request === undefined && Math.abs(record.at - report.at) < 1000);
  return error?.kind === 'error' ? error : { at: report.at, type: report.errorType };
}

/** Whether an error is one of those that come before the handler. */
export function comesBeforeTheHandler(type: string | undefined): boolean {
  return type !== undefined && type.startsWith('Runtime.') && BEFORE_THE_HANDLER.some((known) => known.type.test(type));
}
