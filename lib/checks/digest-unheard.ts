import type { Observatory } from '../observatory';
import { isDigestHeard } from '../observatory/notifier-settings';
import type { Check } from './check';

/** Whoever asks for a digest wants to read it. */
export const digestUnheard: Check<Observatory> = {
  id: 'digestUnheard',
  level: 'warning',
  find: (observatory) => {
    const audience = observatory._audience();
    return audience.digest?._spec === undefined || isDigestHeard(audience) ? []
      : ['its digest reaches nobody; pass notify: [Notify.email(\'you@example.com\')], or acknowledge this if you subscribe elsewhere'];
  },
};
