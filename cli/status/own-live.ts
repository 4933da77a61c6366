import { setTimeout as sleep } from 'node:timers/promises';
import { checkProfile } from './access';
import type { Live } from './ports';

/**
 * The real account. The AWS clients and the credential chain are half a megabyte that no other command needs. So they are a
 * separate file (scripts/bundle-cli.mjs) that is loaded only here.
 */
export const OWN_LIVE: Live = {
  open: async (options) => {
    checkProfile(options.profile, process.env);
    return (await import('./aws')).openAws(options);
  },
  now: () => Date.now(),
  wait: async (millis) => {
    await sleep(millis);
    // False when the reader has closed the pipe: nobody would see another look.
    return process.stdout.writable;
  },
};
