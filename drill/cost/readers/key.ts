import { CostReader, makerOf, titleOf } from '../surroundings';

/** AWS::KMS::Key that encrypts something of an observatory */
export const KEY_COST: CostReader = (resource, surroundings) => {
  if (!surroundings.belongs(resource)) return undefined;
  const owner = makerOf(resource, surroundings);
  return { usages: [{ owner, price: 'key', quantity: 1, what: titleOf(resource) }], byUse: [{ owner, price: 'keyRequest', when: 'a message is sent' }] };
};
