import { Token } from 'aws-cdk-lib/core';
import { requireArgument, required } from '../arguments/shape';
import { TEXT } from '../arguments/shapes';

/** What SNS accepts is wider; what no mail server would deliver to is refused here. */
const EMAIL = /^[^\s@"(),:;<>[\\\]]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/;
/** ITU-T E.164: a plus, then up to 15 digits of which the first is not 0. */
const E164 = /^\+[1-9]\d{6,14}$/;

/** Refuses an e-mail address that cannot be right. Tokens pass. */
export function requireEmail(address: string): string {
  requireArgument('Notify.email', 'the address', address, required(TEXT));
  if (!Token.isUnresolved(address) && !EMAIL.test(address)) {
    throw new Error(`Notify.email: '${address}' is not an e-mail address; write it like 'data@example.com'`);
  }
  return address;
}

/** Refuses a phone number that is not in E.164 form. Tokens pass. */
export function requirePhoneNumber(number: string): string {
  requireArgument('Notify.sms', 'the phone number', number, required(TEXT));
  if (!Token.isUnresolved(number) && !E164.test(number)) {
    throw new Error(`Notify.sms: '${number}' is not a phone number in E.164 form; write it with its country code and without spaces, like '+15550100'`);
  }
  return number;
}
