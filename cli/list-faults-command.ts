import { Command } from 'commander';
import { catalogueText } from './catalogue-text';
import { paintOf, wantsColours } from './colours';
import type { Driller } from './driller';
import type { Terminal } from './terminal';

/** `observed-pipeline list-faults`: the catalogue. */
export function listFaultsCommand(driller: Driller, terminal: Terminal): Command {
  return new Command('list-faults')
    .summary('show the catalogue of breakdowns')
    .description('Shows every fault that a drill plays, and what is expected of it.')
    .option('--json', 'print it as JSON')
    .option('--markdown', 'print it as a table in Markdown')
    .action((flags: { json?: boolean; markdown?: boolean }, command: Command) => {
      const form = flags.json ? 'json' : flags.markdown ? 'markdown' : 'text';
      terminal.stdout.write(catalogueText(driller.catalogue(), form, paintOf(wantsColours(terminal, command.optsWithGlobals<{ color: boolean }>().color))));
    });
}
