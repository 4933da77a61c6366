import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { lintErrors } from '../lint';
import { same } from '../same';
import type { TrialContext } from '../trial';

/** Errors of this version of cfn-lint that are none: the property is newer than its copy of the resource schema. */
const KNOWN_FALSE_ERRORS = ['ObservatoryCheckerSilentE2961BFD', 'ObservatoryNotifierSilent9DA2176E'].map((alarm) =>
  `E3002 Resources/${alarm}/Properties/WarmUpConfiguration: Additional properties are not allowed ('WarmUpConfiguration' was unexpected)`);

/** The templates as the library makes them, before anything is replaced in them. */
export async function checkTemplates({ checks, processes, bin, temp }: TrialContext, assemblies: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, assembly] of Object.entries(assemblies)) {
    await checks.check(`cfn-lint finds no error in the templates of the ${name} but ${KNOWN_FALSE_ERRORS.length} that are known to be false`, async () => {
      const templates = readdirSync(assembly).filter((file) => file.endsWith('.template.json')).map((file) => path.join(assembly, file));
      assert.ok(templates.length > 0, `${assembly} has no template`);
      same(await lintErrors(processes, bin, temp, path.basename(assembly), templates), KNOWN_FALSE_ERRORS);
      return `${templates.length} templates`;
    });
  }
}
