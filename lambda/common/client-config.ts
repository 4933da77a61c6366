import { SECOND } from '../../core/time';

/** How every AWS client of the handlers calls. */
export const CLIENT_CONFIG = {
  retryMode: 'standard',
  maxAttempts: 4,
  // Without the last of these the SDK only warns when a request takes too long.
  requestHandler: { connectionTimeout: 2 * SECOND, requestTimeout: 10 * SECOND, throwOnRequestTimeout: true },
} as const;
