import { CostReader, makerOf, titleOf } from '../surroundings';

/** AWS::CloudWatch::Dashboard */
export const DASHBOARD_COST: CostReader = (resource, surroundings) => ({
  usages: [{ owner: makerOf(resource, surroundings), price: 'dashboard', quantity: 1, what: titleOf(resource) }],
});
