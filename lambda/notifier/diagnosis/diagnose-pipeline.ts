import { Diagnosis, DiagnosisContext, NO_DIAGNOSIS, Profile, UpstreamFinding } from '../../../core';
import type { DiagnosisPorts } from './ports';

/** What is to be explained, and of which pipeline. */
export interface DiagnosisRequest extends Omit<DiagnosisContext, 'pipeline' | 'quotePayloads'> {
  readonly profile: Profile;
  /** Those of `dependsOn` whose incident is open. */
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
 */
export function diagnosePipeline(ports: DiagnosisPorts, request: DiagnosisRequest, signal: AbortSignal): Promise<Diagnosis> {
  return startDiagnosis(ports, request, { first: signal, last: signal }).first;
}

/** As `diagnosePipeline`, but calls go on after the first signal until the last, so that the reason may follow. */
export function startDiagnosis(_ports: DiagnosisPorts, _request: DiagnosisRequest, _until: { readonly first: AbortSignal; readonly last: AbortSignal }): StartedDiagnosis {
  return { first: Promise.resolve(NO_DIAGNOSIS), rest: Promise.resolve(NO_DIAGNOSIS) };
}
