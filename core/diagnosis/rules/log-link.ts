import { logGroupUrl } from '../../console/pages';
import { Instant, MINUTE } from '../../time';
import type { Link } from '../diagnosis';
import type { FunctionView } from '../views';

/** So much of a log is shown before and after. */
const AROUND = 5 * MINUTE;

/** The log of a function around an instant. */
export function logLink({ name, logGroupName }: Pick<FunctionView, 'name' | 'logGroupName'>, at: Instant, region: string): Link {
  return { title: `Log of ${name}`, url: logGroupUrl(region, logGroupName, { from: at - AROUND, to: at + AROUND }) };
}
