import { DiagnosisContext, Situation, situationOf } from './context';
import type { Reason } from './diagnosis';
import type { Findings } from './findings';
import { nameOf } from './text/quote';

/** The reason that says that there is none. */
export const NOTHING_FOUND = 'nothingFound';

const WHAT: Readonly<Record<Situation, string>> = {
  missing: 'why no run was seen',
  undelivered: 'why it could not be started',
  stuck: 'why the run does not end',
  failed: 'why the run failed',
  slow: 'why the run was slow',
};

/** Says that everything was looked at in vain; a message without it would look as if nobody had. */
export function nothingFound({ trigger }: Findings, somethingUnread: boolean, context: DiagnosisContext): Reason {
  const situation = situationOf(context);
  const name = nameOf(context.pipeline);
  const starter = trigger === undefined && (situation === 'missing' || situation === 'undelivered');
  return {
    id: NOTHING_FOUND,
    text: `${somethingUnread ? 'Nothing that could be read says' : 'Nothing in the evidence says'} ${WHAT[situation]}${starter ? `; what starts ${name} is not known to the observatory` : ''}.`,
    next: starter ? `Look at what starts ${name}.` : `Compare with the last good run of ${name}.`,
    short: 'reason unknown',
  };
}
