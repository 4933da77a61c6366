import { Profile } from '../../../core/contract/profile';
import { diagnose } from '../../../core/diagnosis/diagnose';
import { Diagnosis, DiagnosisContext, NO_DIAGNOSIS } from '../../../core/diagnosis/diagnosis';
import { UpstreamFinding } from '../../../core/diagnosis/findings';
import { Gathering } from './gather-findings';
import { problemOf } from './inquiry';
import type { DiagnosisPorts } from './ports';

/** What is to be explained, and of which pipeline. */
export interface DiagnosisRequest extends Omit<DiagnosisContext, 'pipeline' | 'includeExecutionData'> {
  readonly profile: Profile;
  /** Those of `upstreamPipelines` whose incident is open. */
  readonly upstream: readonly UpstreamFinding[];
}

/** A diagnosis of which a first part is there in time, and the rest may follow. */
export interface StartedDiagnosis {
  /** What is known when the time for the first message is over, or sooner if all is known. Never rejects. */
  readonly first: Promise<Diagnosis>;
  /** All of it, or what is known when the last signal aborts. The same as the first when that was complete. Never rejects. */
  readonly rest: Promise<Diagnosis>;
}

/**
 * Looks for the reasons, and says what it has when the signal aborts, with `complete` false and named what was not
 * read. Never rejects.
 *
 * If this code dies, a message says less, and none is lost: the notifier tells first what it knows. What dies with the
 * whole function is told by `NotifierFailing` and, by the failure destination, as CloudWatch's raw text.
 */
export function diagnosePipeline(ports: DiagnosisPorts, request: DiagnosisRequest, signal: AbortSignal): Promise<Diagnosis> {
  return startDiagnosis(ports, request, { first: signal, last: signal }).first;
}

/** As `diagnosePipeline`, but calls go on after the first signal until the last, so that the reason may follow. */
export function startDiagnosis(ports: DiagnosisPorts, request: DiagnosisRequest, until: { readonly first: AbortSignal; readonly last: AbortSignal }): StartedDiagnosis {
  const { profile, upstream, ...rest } = request;
  const context: DiagnosisContext = { ...rest, pipeline: profile.pipeline, includeExecutionData: profile.includeExecutionData };
  const gathering = new Gathering(ports, { context, profile, upstream }, until.last);
  // A defect of the gathering must not take the message with it.
  const defects: string[] = [];
  const gathered = gathering.run().catch((error: unknown) => {
    defects.push(`reasons not looked for: ${problemOf(error)}`);
  });
  const known = (): Diagnosis => {
    try {
      const findings = gathering.findings();
      return diagnose({ ...findings, unread: [...findings.unread, ...defects] }, context);
    } catch (error) {
      return { ...NO_DIAGNOSIS, unread: [`reasons not looked for: ${problemOf(error)}`] };
    }
  };
  const last = orAborted(gathered, until.last);
  return { first: orAborted(last, until.first).then(known), rest: last.then(known) };
}

/** Resolves when the work is done or the signal aborts, whichever is first. */
function orAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => resolve();
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
    void work.then(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    });
  });
}
