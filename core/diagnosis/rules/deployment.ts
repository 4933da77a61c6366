import { functionUrl, stateMachineUrl } from '../../console';
import { quote } from '../error-text';
import { changesText, type FunctionView, isSuspicious, type MachineView, newestExecution, valueOf } from '../findings';
import type { Found, Rule } from './rule';

/** The function was changed since it last succeeded. */
export const functionChanged: Rule<FunctionView> = {
  id: 'functionChanged',
  family: 'change',
  seen: 'the function\'s code or configuration was changed after the last success and before it went wrong',
  calls: ['lambdaFunction', 'logLines'],
  find: ({ lambdaFunction, records, name, source }, context) => {
    const changedAt = valueOf(lambdaFunction)?.changedAt;
    // What was deployed after the error may be the fix.
    const wentWrongAt = records.findLast(({ kind }) => kind !== 'report')?.at;
    if (!isSuspicious(changedAt, wentWrongAt, context)) return undefined;
    return {
      text: `Function ${name} ${changesText(changedAt, context)}.`,
      at: changedAt,
      short: 'function changed',
      next: `Compare function ${name} with the version that last worked.`,
      link: { title: `Function ${name}`, url: functionUrl(context.region, source.functionName) },
    };
  },
};

/** The state machine was changed since it last succeeded. */
export const machineChanged: Rule<MachineView> = {
  id: 'machineChanged',
  family: 'change',
  seen: 'the state machine was created or changed after the last success and before it went wrong, or its revision differs from that of its last execution',
  calls: ['machine', 'executedMachine', 'executions'],
  find: ({ machine, executedMachine, executions, bad, name, source }, context) => {
    const { region } = context;
    const deployed = valueOf(machine);
    const executed = valueOf(executedMachine);
    const found = (text: string, at?: number): Found => ({
      text, ...(at === undefined ? {} : { at }),
      short: 'state machine changed',
      next: `Compare state machine ${name} with the version that last worked.`,
      link: { title: `State machine ${name}`, url: stateMachineUrl(region, source.stateMachineArn) },
    });
    const dates = [executed?.changedAt, deployed?.changedAt].filter((date) => isSuspicious(date, bad?.start, context));
    if (dates.length > 0) return found(`State machine ${name} ${changesText(Math.max(...dates), context)}.`, Math.max(...dates));
    const last = newestExecution(valueOf(executions) ?? []);
    // Such a change has no date. After a run that failed it may be the fix. The first revision has no name (API reference).
    if (bad !== undefined || last === undefined || deployed?.revision === undefined || executed?.revision === undefined || deployed.revision === executed.revision) return undefined;
    return found(`State machine ${name} was changed after its last execution started ${context.time(last.start)}.`);
  },
};

/** A deployment failed, and the previous version is still there. */
export const updateFailed: Rule<FunctionView> = {
  id: 'updateFailed',
  family: 'change',
  seen: 'the function\'s LastUpdateStatus is Failed',
  calls: ['lambdaFunction'],
  find: ({ lambdaFunction, name, source }, { region, includeExecutionData }) => {
    const facts = valueOf(lambdaFunction);
    if (facts?.lastUpdateStatus !== 'Failed') return undefined;
    const why = facts.lastUpdateReason === undefined ? '' : ` (${quote(facts.lastUpdateReason, { includeExecutionData }).replace(/\.$/, '')})`;
    return {
      text: `The last update of function ${name} failed${why}, so the previous version still runs.`,
      short: 'update of the function failed',
      next: `Deploy function ${name} again.`,
      link: { title: `Function ${name}`, url: functionUrl(region, source.functionName) },
    };
  },
};
