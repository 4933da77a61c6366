import { CostReader, makerOf, titleOf } from '../surroundings';

/** AWS::SSM::Parameter below the path of an observatory */
export const PARAMETER_COST: CostReader = (resource, surroundings) => {
  const { properties, name } = resource;
  const paths = surroundings.functions.flatMap(({ model }) => model.environment.CONTRACTS_PATH ?? []);
  if (!paths.some((path) => name.startsWith(`${path}/`))) return undefined;
  const tier = properties.optional('Tier', (at) => properties.text(at)) ?? 'Standard';
  return {
    usages: [{ owner: makerOf(resource, surroundings), price: tier === 'Advanced' ? 'advancedParameter' : 'standardParameter', quantity: 1, what: titleOf(resource) }],
    ...(tier === 'Intelligent-Tiering' ? { unpriced: [{ why: 'Parameter Store chooses its tier; it is counted as a standard one' }] } : {}),
  };
};
