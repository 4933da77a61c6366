import type { Observatory } from '../observatory';
import type { Check } from './check';
import { roomlessFor } from './roomless';

/** Where a role is full, a message says what could not be read. */
export const causesUnread: Check<Observatory> = {
  id: 'causesUnread',
  level: 'warning',
  find: (observatory) => roomlessFor(observatory, 'causes'),
};
