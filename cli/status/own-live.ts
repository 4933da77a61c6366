import { setTimeout as sleep } from 'node:timers/promises';
import { checkProfile } from './access';
import type { Live } from './ports';

/**
 * The account itself. The AWS clients and the chain that finds credentials are half a megabyte that no other command
 * needs, so they are a file of their own (scripts/bundle-cli.mjs), loaded only here.
 */
export const OWN_LIVE: Live = {
  open: async (options) => {
    checkProfile(options.profile, process.env);
    return (await import('./aws')).openAws(options);
  },
  now: () => Date.now(),
  wait: async (millis) => { await sleep(millis); return true; },
};
