import type { Checks } from '../checks';
import { same } from '../same';

/** Every alarm with metric math; anomaly bands are metric math too. None of these is proven by this test. */
const EXPECTED = [
  'DeployTest/Neglected/NeglectedMachineFailed',
  'DeployTest/Neglected/NeglectedMachineSlowerThanUsual',
  'DeployTest/Observatory/AlarmsUndelivered',
  'DeployTest/Observatory/CheckerFailing',
  'DeployTest/Observatory/CheckerSilent',
  'DeployTest/Observatory/NotificationsFailed',
  'DeployTest/Observatory/NotifierFailing',
  'DeployTest/Observatory/NotifierSilent',
  'DeployTest/Punctual/PunctualMachineFailed',
  'DeployTest/Punctual/PunctualMachineSlowerThanUsual',
  'DeployTest/Tended/TendedFunctionFailed',
  'DeployTest/Tended/TendedFunctionSlowerThanUsual',
  'DeployTestTenant/Forgotten/ForgottenMachineFailed',
  'DeployTestTenant/Forgotten/ForgottenMachineSlowerThanUsual',
];

/** What the emulator does not know, so that nobody takes it for proven. */
export async function checkStandIns(checks: Checks, replaced: readonly string[]): Promise<void> {
  await checks.check(`only the ${EXPECTED.length} alarms with metric math, which the emulator does not know, are replaced by stand-ins`, () => {
    same(replaced, EXPECTED);
    return `these are not proven here:\n${replaced.join('\n')}`;
  });
}
