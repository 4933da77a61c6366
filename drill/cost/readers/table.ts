import { ASSUMPTIONS } from '../../../cost/assumptions';
import { Usage } from '../../../cost/bill';
import type { Properties } from '../../account/resources/properties';
import { CostReader, makerOf } from '../surroundings';

const GB = 1_000_000_000;

/** AWS::DynamoDB::Table and AWS::DynamoDB::GlobalTable, of a notifier */
export const TABLE_COST: CostReader = (resource, surroundings) => {
  const { properties, name } = resource;
  if (!surroundings.belongs(resource)) return undefined;
  const mode = properties.optional('BillingMode', (at) => properties.text(at)) ?? 'PROVISIONED';
  if (mode !== 'PAY_PER_REQUEST') return { unpriced: [{ why: 'capacity that is provisioned has prices of its own' }] };
  const owner = makerOf(resource, surroundings);
  const ticks = surroundings.functions.filter(({ model }) => model.environment.TABLE_NAME === name).reduce((sum, { timesAMonth }) => sum + timesAMonth, 0);
  const gigabytes = ASSUMPTIONS.tableBytes.value / GB;
  const usages: Usage[] = [
    { owner, price: 'tableRead', quantity: ticks * ASSUMPTIONS.tableReads.value, what: 'looking for open incidents' },
    { owner, price: 'tableStorage', quantity: gigabytes, what: 'incidents' },
    ...(recovers(properties) ? [{ owner, price: 'tableBackup', quantity: gigabytes, what: 'incidents' } as const] : []),
  ];
  return { usages, byUse: [{ owner, price: 'tableWrite', when: 'an alarm changes its state, or a message is sent' }], assumed: ['tableReads', 'tableBytes'] };
};

/** A global table says it for each of its Regions. */
function recovers(properties: Properties): boolean {
  const places = [properties, ...properties.optional('Replicas', (at) => properties.objects(at)) ?? []];
  return places.some((place) => {
    const recovery = place.optional('PointInTimeRecoverySpecification', (at) => place.object(at));
    return recovery?.optional('PointInTimeRecoveryEnabled', (at) => recovery.flag(at)) ?? false;
  });
}
