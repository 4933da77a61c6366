import type { AppTree, Starter } from './app-tree';
import { QUALIFIERS } from './flows';
import { addressesIn, textOf } from './rendered';

/** What a trigger carries by which its runs could be told from another's. */
export class TriggerMarks {
  public constructor(private readonly marks: Readonly<Record<string, string>>) {}

  /** What differs between two triggers, in words: what only one of them can have is no difference. */
  public differences(other: TriggerMarks): string[] {
    return Object.keys(this.marks).filter((name) => name in other.marks && this.marks[name] !== other.marks[name]);
  }
}

/** The marks of a starter. */
export function marksOf(tree: AppTree, { resource, noun }: Starter): TriggerMarks {
  const properties = tree.propertiesOf(resource) ?? {};
  const target = (properties.Target ?? (Array.isArray(properties.Targets) ? properties.Targets[0] : undefined)) as { Arn?: unknown; Input?: unknown } | undefined;
  return new TriggerMarks({
    'the kind of trigger': noun,
    ...(noun === 'schedule' ? { 'the schedule group': textOf(properties.GroupName) } : {}),
    'the alias or version': qualifierIn(tree, textOf(target?.Arn)),
    'the input': textOf(target?.Input),
  });
}

function qualifierIn(tree: AppTree, arn: string): string {
  const byReference = addressesIn(arn).find((address) => QUALIFIERS.has(tree.resource(address)?.cfnResourceType ?? ''));
  return byReference ?? /:(?:function|stateMachine):[^:]+:(.+)$/.exec(arn)?.[1] ?? '';
}
