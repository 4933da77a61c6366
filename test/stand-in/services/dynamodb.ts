import { Json, Service, ServiceError } from '../wire';
import { meets } from './dynamodb-condition';

export type Value = { readonly S?: string; readonly N?: string; readonly BOOL?: boolean };
export type Item = Readonly<Record<string, Value>>;

/** Items by partition key and then by sort key. */
export type Table = Map<string, Map<string, Item>>;

/** A page of a query has so much (DynamoDB developer guide, "Paginating table query results"). */
const PAGE_BYTES = 1_000_000;
const MAX_ITEM_BYTES = 400_000;

/** One table whose keys are `kind` and `name`. */
export function dynamodb(table: Table): Service {
  const partition = (kind: string): Map<string, Item> => {
    const known = table.get(kind) ?? new Map<string, Item>();
    table.set(kind, known);
    return known;
  };
  const find = ({ kind, name }: Item): Item | undefined => partition(kind!.S!).get(name!.S!);
  const refuse = (current: Item | undefined): never => {
    throw new ServiceError('com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', 'The conditional request failed', 400, current === undefined ? {} : { Item: current });
  };
  return {
    GetItem: ({ Key: key }) => {
      const item = find(key as Item);
      return item === undefined ? {} : { Item: item };
    },
    Query: ({ ExpressionAttributeValues: values, ExclusiveStartKey: start }) => {
      const { ':kind': kind, ':first': first, ':last': last } = values as Item;
      const all = [...partition(kind!.S!).entries()].filter(([name]) => first === undefined || (first.S! <= name && name <= last!.S!)).sort(([a], [b]) => (a < b ? -1 : 1));
      const begin = start === undefined ? 0 : all.findIndex(([name]) => name === (start as Item).name!.S) + 1;
      const items: Item[] = [];
      let bytes = 0;
      for (const [, item] of all.slice(begin)) {
        if (bytes >= PAGE_BYTES) break;
        items.push(item);
        bytes += bytesOf(item);
      }
      const newest = items.at(-1);
      return { Items: items, Count: items.length, ...(begin + items.length < all.length ? { LastEvaluatedKey: { kind: newest!.kind, name: newest!.name } } : {}) };
    },
    PutItem: ({ Item: item, ...expressions }) => {
      const current = find(item as Item);
      if (!meets(current, expressions)) refuse(current);
      if (bytesOf(item as Item) > MAX_ITEM_BYTES) throw new ServiceError('ValidationException', 'Item size has exceeded the maximum allowed size');
      partition((item as Item).kind!.S!).set((item as Item).name!.S!, item as Item);
      return {};
    },
    UpdateItem: ({ Key: key, ...expressions }) => {
      const current = find(key as Item);
      if (!meets(current, expressions)) refuse(current);
      partition((key as Item).kind!.S!).set((key as Item).name!.S!, updated(current ?? (key as Item), expressions));
      return {};
    },
  };
}

/** `SET #a = :a ADD #b :b`, and nothing else. */
function updated(item: Item, { UpdateExpression: expression, ExpressionAttributeNames: names, ExpressionAttributeValues: values }: Json): Item {
  const update = /^SET (#\w+) = (:\w+) ADD (#\w+) (:\w+)$/.exec(String(expression));
  if (update === null) throw new ServiceError('ValidationException', `the stand-in does not know ${String(expression)}`);
  const [, set, to, add, by] = update as unknown as string[];
  const nameOf = (name: string): string => (names as Record<string, string>)[name]!;
  const sum = Number(item[nameOf(add!)]?.N ?? 0) + Number((values as Item)[by!]!.N);
  return { ...item, [nameOf(set!)]: (values as Item)[to!]!, [nameOf(add!)]: { N: String(sum) } };
}

function bytesOf(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + name.length + Buffer.byteLength(value.S ?? value.N ?? ' '), 0);
}
