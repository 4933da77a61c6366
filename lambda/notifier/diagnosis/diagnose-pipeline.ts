import { Profile } from '../../../core/contract/profile';
import { diagnose } from '../../../core/diagnosis/diagnose';
import { Diagnosis, DiagnosisContext, NO_DIAGNOSIS } from '../../../core/diagnosis/diagnosis';
import { UpstreamFinding } from '../../../core/diagnosis/findings';
import { Gathering } from './gather-findings';
import { problemOf } from './inquiry';
import type { DiagnosisPorts } from './ports';

/** The pipeline, and the incident to explain. */
export interface DiagnosisRequest extends Omit<DiagnosisContext, 'pipeline' | 'includeExecutionData'> {
  readonly profile: Profile;
  /** Upstream pipelines whose incident is open. */
  readonly upstream: readonly UpstreamFinding[];
}

/** A diagnosis in two parts: one in time for the message, and one that may follow. */
export interface StartedDiagnosis {
  /** What is known when the time for the message is over, or sooner if everything is known. Never rejects. */
  readonly first: Promise<Diagnosis>;
  /** Everything, or what is known when the last signal aborts. Equal to `first` when that was complete. Never rejects. */
  readonly rest: Promise<Diagnosis>;
}

/**
 * Looks for the reasons of an incident. When the signal aborts, it returns what it has, with `complete` false and a list of what
 * was not read. Never rejects.
 *
 * If this code fails, the message says less, and no message is lost. If it takes the whole function with it, Lambda's failure
 * destination sends the unformatted alarm, and the alarm NotifierFailing fires.
 */
export function diagnosePipeline(ports: DiagnosisPorts, request: DiagnosisRequest, signal: AbortSignal): Promise<Diagnosis> {
  return startDiagnosis(ports, request, { first: signal, last: signal }).first;
}

/** Like `diagnosePipeline`, but calls continue after the first signal until the last one, so that reasons may follow. */
export function startDiagnosis(ports: DiagnosisPorts, request: DiagnosisRequest, until: { readonly first: AbortSignal; readonly last: AbortSignal }): StartedDiagnosis {
  const { profile, upstream, ...rest } = request;
  const context: DiagnosisContext = { ...rest, pipeline: profile.pipeline, includeExecutionData: profile.includeExecutionData };
  const gathering = new Gathering(ports, { context, profile, upstream }, until.last);
  // A defect in the diagnosis must not stop the message.
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
