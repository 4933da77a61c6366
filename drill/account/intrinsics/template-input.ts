/** A template without its place: the template of a nested stack. */
export interface NestedTemplate {
  /** The template as parsed JSON. Anything is taken; what cannot be read is listed as not played. */
  readonly template: unknown;
  /** Templates of its nested stacks by the logical id of their AWS::CloudFormation::Stack. Default: not known. */
  readonly nested?: ReadonlyMap<string, NestedTemplate>;
  /** Construct paths by logical id, where the template's metadata has none. */
  readonly paths?: ReadonlyMap<string, string>;
}

/** The template of one stack. */
export interface StackTemplate extends NestedTemplate {
  /** The stack's name in CloudFormation. */
  readonly stack: string;
}

/** The template of one stack together with where it is deployed. Default: account 111122223333 in us-east-1. */
export interface PlacedTemplate extends StackTemplate {
  readonly accountId?: string;
  readonly region?: string;
}
