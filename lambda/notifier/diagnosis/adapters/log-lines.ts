import { CloudWatchLogsClient, FilteredLogEvent, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { LogLine } from '../../../../core/diagnosis/facts';
import type { Instant } from '../../../../core/time';
import { asking } from './asking';

/**
 * Lines that tell of errors or report a run, in Lambda's text and JSON formats alike. An expression, since a plain term
 * need not match within a word, as in `ValueError` (CloudWatch Logs user guide, "Supported regular expressions"); no
 * spaces, brackets or quotes, which expressions may not have.
 */
const PATTERN = '%[Ee]rror|ERROR|Exception|FATAL|CRITICAL|SEVERE|Traceback|timed|exited|REPORT|platform.report|platform.initReport%';

/** A page may be empty and not the last, as the search goes on in time. */
const MOST_PAGES = 5;

/** The newest lines, by FilterLogEvents from the end. */
export async function logLines(client: CloudWatchLogsClient, logGroupName: string, since: Instant, most: number, signal: AbortSignal): Promise<readonly LogLine[] | undefined> {
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < MOST_PAGES && lines.length < most; page += 1) {
    const command = new FilterLogEventsCommand({
      logGroupName, startTime: Math.max(0, Math.floor(since)), filterPattern: PATTERN, startFromHead: false, limit: most - lines.length, nextToken,
    });
    const answer = await asking(signal, () => client.send(command, { abortSignal: signal }));
    if (answer === undefined) return undefined;
    lines.push(...(answer.events ?? []).flatMap(lineOf));
    if (answer.nextToken === undefined || answer.nextToken === '') break;
    nextToken = answer.nextToken;
  }
  return lines.sort((a, b) => a.at - b.at).slice(-most);
}

function lineOf({ timestamp: at, message: text, logStreamName: stream }: FilteredLogEvent): LogLine[] {
  return at === undefined || !Number.isFinite(at) || text === undefined ? [] : [{ at, text, ...(stream === undefined ? {} : { stream }) }];
}
