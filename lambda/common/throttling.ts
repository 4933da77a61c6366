/** What the services call it when they are asked too often. */
const NAMES = /throttl|throughputexceeded|toomanyrequests|requestlimitexceeded/i;

/** Whether a call failed because there were too many: the same call may well be answered later. */
export function isThrottling(error: unknown): boolean {
  return error instanceof Error && NAMES.test(error.name);
}
