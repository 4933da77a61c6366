import { functionNameOf, qualifiedFunctionArnOf } from '../function-arn';
import type { PolicyStatementModel } from '../model';
import type { ResourceKind } from './resource-kind';

/** A service is named by its domain, an account by its number or ARN. */
const SERVICE = /\.amazonaws\.com(?:\.cn)?$/;

/**
 * AWS::Lambda::Permission: one statement of the policy of a function, or of the version or alias that it names. SNS needs one to
 * hand a message to a function, and a rule of EventBridge to invoke it.
 */
export const LAMBDA_PERMISSION: ResourceKind = {
  identity: {},
  read: ({ properties, environment }, draft) => {
    const called = properties.text('FunctionName');
    const name = functionNameOf(called);
    const principal = properties.text('Principal');
    const statement: PolicyStatementModel = {
      effect: 'Allow',
      principals: [principal === '*' ? '*' : `${SERVICE.test(principal) ? 'service' : 'aws'}:${principal}`],
      actions: [properties.text('Action')],
      resources: [qualifiedFunctionArnOf(called, environment)],
      conditions: {
        ...condition('ArnLike', 'aws:SourceArn', properties.optional('SourceArn', (at) => properties.text(at))),
        ...condition('StringEquals', 'aws:SourceAccount', properties.optional('SourceAccount', (at) => properties.text(at))),
      },
    };
    draft.invokePolicies.set(name, [...draft.invokePolicies.get(name) ?? [], statement]);
  },
};

function condition(operator: string, key: string, value: string | undefined): PolicyStatementModel['conditions'] {
  return value === undefined ? {} : { [operator]: { [key]: [value] } };
}
