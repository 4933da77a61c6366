import { costOf } from '../../cost/cost-of';
import { readAssemblyStacks } from '../../template/read-assembly';

/** The monthly cost of monitoring in a cloud assembly, in USD. */
export function monthly(assembly: string): number {
  const places = costOf(readAssemblyStacks(assembly));
  const missing = places.flatMap(({ unpriced }) => unpriced);
  if (missing.length > 0) throw new Error(`not priced: ${JSON.stringify(missing)}`);
  return places.reduce((sum, { bill }) => sum + bill.usd, 0);
}

/** How many alarms it has. */
export function alarmCount(assembly: string): number {
  const charges = costOf(readAssemblyStacks(assembly)).flatMap(({ bill }) => bill.owners).flatMap((owner) => owner.charges);
  return charges.filter(({ price }) => ['alarmMetric', 'fastAlarmMetric', 'compositeAlarm'].includes(price)).length;
}
