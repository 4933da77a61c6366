import { arnOf, type Environment } from './intrinsics/environment';

/**
 * The ARN of a Lambda function from its name, its ARN, or a partial ARN (`<account>:function:<name>`), each with or without
 * a version or alias, which is dropped: a function's metrics and retries are looked up by the function.
 */
export function functionArnOf(text: string, environment: Environment): string {
  const isArn = text.startsWith('arn:');
  return isArn ? text.split(':').slice(0, ARN_PARTS).join(':') : arnOf(environment, 'lambda', `function:${functionNameOf(text)}`);
}

/**
 * The same with its version or alias, where there is one. `$LATEST` is the function itself, which is all that a permission can
 * be given for.
 */
export function qualifiedFunctionArnOf(text: string, environment: Environment): string {
  const name = functionNameOf(text);
  const qualifier = text.split(':').at(-1) ?? name;
  const isQualified = text.split(':').length > text.split(':').indexOf('function') + 2 && qualifier !== name && qualifier !== LATEST;
  return `${functionArnOf(text, environment)}${isQualified ? `:${qualifier}` : ''}`;
}

const LATEST = '$LATEST';

/** arn, partition, service, Region, account, `function` and the name. */
const ARN_PARTS = 7;

/** The name of a Lambda function from any of the forms that Lambda takes for it. */
export function functionNameOf(text: string): string {
  const parts = text.split(':');
  const position = parts.indexOf('function');
  return (position === -1 ? parts[0] : parts[position + 1]) ?? text;
}
