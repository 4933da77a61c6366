/** Names of errors by which AWS services deny a call. Each service has its own. */
export const ACCESS_DENIED = /AccessDenied|AuthorizationError|NotAuthorized|Unauthorized|Forbidden|UnrecognizedClient|InvalidClientToken|ExpiredToken|IncompleteSignature/i;

/** Names of errors by which AWS services refuse a call because there were too many. */
export const THROTTLED = /Throttl|ThroughputExceeded|TooManyRequests|RequestLimitExceeded|SlowDown|OverLimit/i;
