import type { Json } from '../../stand-in/wire';

/** Whether a call reads the standing of a pipeline in the ledger. */
export function isOfStanding({ Key: key }: Json): boolean {
  return (key as { kind: { S: string } }).kind.S === 'standing';
}
