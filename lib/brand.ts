/** The same in every copy of this library, of which an app may load two. */
const BRAND = Symbol.for('cdk-observed-pipeline.class');

/** The classes of this library that are recognised when they are passed. */
export type Brand =
  | 'Digest' | 'MaintenanceWindow' | 'Notify' | 'Observatory' | 'ObservedPipeline' | 'PipelineStage' | 'PipelineTrigger' | 'RunExpectation';

/** Marks an object as one of a class of this library, whichever copy made it. `instanceof` knows one copy only. */
export function brand(object: object, name: Brand): void {
  Object.defineProperty(object, BRAND, { value: name });
}

/** The class of this library that an object is of; undefined for anything else. */
export function brandOf(value: unknown): Brand | undefined {
  return typeof value === 'object' && value !== null ? (value as { [BRAND]?: Brand })[BRAND] : undefined;
}
