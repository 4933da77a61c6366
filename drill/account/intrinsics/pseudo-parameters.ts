import type { Scope } from './scope';

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** CloudFormation's pseudo parameters. AWS::NoValue is undefined: what holds it is dropped. */
export function pseudoParameters({ stack, environment }: Scope): ReadonlyMap<string, unknown> {
  const { accountId, region, partition, urlSuffix } = environment;
  return new Map<string, unknown>([
    ['AWS::AccountId', accountId],
    ['AWS::Region', region],
    ['AWS::Partition', partition],
    ['AWS::URLSuffix', urlSuffix],
    ['AWS::StackName', stack],
    ['AWS::StackId', `arn:${partition}:cloudformation:${region}:${accountId}:stack/${stack}/${NO_ID}`],
    ['AWS::NotificationARNs', []],
    ['AWS::NoValue', undefined],
  ]);
}
