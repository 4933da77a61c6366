import { exactDuration } from '../../core/words/duration';
import type { ObservedPipeline } from '../observed-pipeline';
import type { SignalRow } from '../signals/signal-row';
import type { Check } from './check';

/** A signal whose user chose a window so short that late points lie outside of it by the time they appear. */
export const windowTooShort: Check<ObservedPipeline> = {
  id: 'windowTooShort',
  level: 'warning',
  find: ({ _watched }) => _watched.flatMap(({ row, stage }) => {
    const { id, reach } = row;
    const window = windowOf(row);
    if (reach === undefined || window === undefined || window >= reach.toSeconds()) return [];
    return [`signal ${id}${stage === undefined ? '' : ` of stage ${stage}`} looks back ${exactDuration(window)}, but a point may first appear `
      + `${reach.toHumanString()} after its timestamp, so it stays unseen where newer points exist; leave period out, or make it longer`];
  }),
};

/** How old a breaching period may be and still decide, in seconds: of M of N, the newest M - 1 may have to breach besides. */
function windowOf({ period, judged, tuning }: SignalRow): number | undefined {
  const one = tuning?.period ?? period;
  if (one.isUnresolved()) return undefined;
  const n = tuning?.evaluationPeriods ?? judged.evaluationPeriods ?? 1;
  const m = tuning?.datapointsToAlarm ?? (tuning?.evaluationPeriods === undefined ? judged.datapointsToAlarm : undefined) ?? n;
  return one.toSeconds() * Math.max(1, n - m + 1);
}
