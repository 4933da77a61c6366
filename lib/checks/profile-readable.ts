import { readProfile } from '../../core/profile/read-profile';
import type { ObservedPipeline } from '../observed-pipeline';
import type { Check } from './check';
import { asStored } from './stored-text';

/** What the constructs write, the notifier must be able to read: its own reader says so at synth. */
export const profileReadable: Check<ObservedPipeline> = {
  id: 'profileReadable',
  level: 'error',
  find: (pipeline) => {
    if (pipeline.observatory.intakeTopic === undefined) return [];
    try {
      readProfile(asStored(pipeline, pipeline._profile()));
      return [];
    } catch (error) {
      return [`its notifier could not know the pipeline: ${(error as Error).message}; correct the option of that name`];
    }
  },
};
