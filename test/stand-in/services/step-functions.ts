import { Json, refuseUnless, Service } from '../wire';

/** One execution of a machine. */
export interface Execution {
  readonly arn: string;
  readonly status: string;
  readonly start: number;
  readonly stop?: number;
}

/** Executions by machine, newest first. */
export function stepFunctions(executions: (stateMachineArn: string) => readonly Execution[]): Service {
  return {
    ListExecutions: ({ stateMachineArn, maxResults = 100, nextToken: token = '0' }) => {
      refuseUnless(Number(maxResults) <= 1000, 'maxResults must be 1000 at most');
      const all = executions(String(stateMachineArn));
      const begin = Number(token);
      const end = begin + Number(maxResults);
      return { executions: all.slice(begin, end).map(shown), ...(end < all.length ? { nextToken: String(end) } : {}) };
    },
  };
}

function shown({ arn, status, start, stop }: Execution): Json {
  return { executionArn: arn, name: arn.slice(arn.lastIndexOf(':') + 1), status, startDate: start / 1000, ...(stop === undefined ? {} : { stopDate: stop / 1000 }) };
}
