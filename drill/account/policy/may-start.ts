import { labelOf } from '../label-of';
import type { Account, FunctionModel, ScheduleModel, StateMachineModel } from '../model';
import { targetOf } from '../target-of';
import { decide } from './decision';

/** Whether a schedule or a rule may start what it targets. */
export interface StartPermission {
  readonly allowed: boolean;
  /** False when it hangs on something outside the templates; it is then assumed. */
  readonly known: boolean;
  /** Why, as a sentence without a full stop. */
  readonly reason: string;
  /** What to do where it may not, as a sentence with a full stop. */
  readonly remedy?: string;
}

const EVENTBRIDGE = 'service:events.amazonaws.com';

/**
 * A schedule of EventBridge Scheduler acts with its role. A rule does so too for a state machine; for a function it needs the
 * function's own policy, and on exactly the qualifier that it targets: a permission of the function is none of an alias.
 * What a drill does not play may be started.
 * [sch: setting-up.html "Set up the execution role"; eb: eb-use-resource-based.html; lambda: access-control-resource-based.html]
 */
export function mayStart(account: Account, schedule: ScheduleModel, targetArn: string): StartPermission {
  const target = targetOf(account, targetArn);
  if (target?.kind === 'function') {
    return schedule.kind === 'rule' ? ofFunction(account, schedule, target.model, targetArn) : ofRole(account, schedule, target.model, { targetArn, action: 'lambda:InvokeFunction' });
  }
  if (target?.kind === 'stateMachine') return ofRole(account, schedule, target.model, { targetArn, action: 'states:StartExecution' });
  return { allowed: true, known: false, reason: `${targetArn} is not in the templates` };
}

function ofFunction({ accountId }: Account, rule: ScheduleModel, model: FunctionModel, targetArn: string): StartPermission {
  const { invokePolicy = [] } = model;
  const resource = targetArn.replace(/:\$LATEST$/, '');
  const context = { ...(rule.arn === undefined ? {} : { 'aws:SourceArn': rule.arn }), 'aws:SourceAccount': accountId };
  const { allowed, reason } = decide(invokePolicy, { principal: EVENTBRIDGE, action: 'lambda:InvokeFunction', resource, context });
  const [qualifier] = resource.split(':').slice(7);
  const called = `${labelOf(model)}${qualifier === undefined ? '' : `:${qualifier}`}`;
  if (allowed) return { allowed, known: true, reason };
  return {
    allowed, known: true,
    reason: `the rule ${labelOf(rule)} may not invoke the function ${called}: of the function's policy, ${reason}`,
    remedy: `Add the target with new LambdaFunction(…) of aws-cdk-lib/aws-events-targets, or give ${qualifier === undefined ? 'the function' : `the version or alias ${called} itself`} an AWS::Lambda::Permission for events.amazonaws.com with the rule's ARN as its SourceArn.`,
  };
}

interface Wish {
  readonly targetArn: string;
  readonly action: string;
}

function ofRole(account: Account, schedule: ScheduleModel, model: FunctionModel | StateMachineModel, { targetArn, action }: Wish): StartPermission {
  const { kind, targetRoles, roleName: roleOfAll } = schedule;
  const name = labelOf(model);
  const roleName = targetRoles?.[targetArn] ?? roleOfAll;
  const who = `the ${kind === 'rule' ? 'rule' : 'schedule'} ${labelOf(schedule)}`;
  if (roleName === undefined) {
    // A schedule without a role is one that the drill made up.
    if (kind === 'scheduler') return { allowed: true, known: true, reason: 'it is started from outside' };
    return { allowed: false, known: true, reason: `${who} may not start ${name}: its target has no role`, remedy: `Give the target a role that may do ${action}; new SfnStateMachine(…) of aws-cdk-lib/aws-events-targets makes one.` };
  }
  const statements = account.rolePolicies.get(roleName);
  if (statements === undefined) return { allowed: true, known: false, reason: `what the role ${roleName} of ${who} may do is not known from the templates; that it may start ${name} is assumed` };
  const { allowed, reason } = decide(statements, { action, resource: targetArn });
  return {
    allowed, known: true,
    reason: allowed ? reason : `${who} may not start ${name}: of the policies of its role ${roleName}, ${reason}`,
    ...(allowed ? {} : { remedy: `Allow the role ${roleName} to do ${action} on ${name}, for example with ${action === 'lambda:InvokeFunction' ? 'grantInvoke(role)' : 'grantStartExecution(role)'}.` }),
  };
}
