import { Command } from 'commander';
import { catalogueText } from './catalogue-text';
import { paintOf, wantsColours } from './colours';
import type { Driller } from './driller';
import { tableColumns, Terminal } from './terminal';

/** `observed-pipeline list-faults`: the catalogue. */
export function listFaultsCommand(driller: Driller, terminal: Terminal): Command {
  return new Command('list-faults')
    .summary('list the breakdowns that a drill simulates (does not call AWS)')
    .description('Lists every fault that a drill simulates, and whether it has to be detected. It does not call AWS.')
    .option('--json', 'print JSON')
    .option('--markdown', 'print a table in Markdown')
    .action((flags: { json?: boolean; markdown?: boolean }, command: Command) => {
      const form = flags.json ? 'json' : flags.markdown ? 'markdown' : 'text';
      const paint = paintOf(wantsColours(terminal, command.optsWithGlobals<{ color: boolean }>().color));
      terminal.stdout.write(catalogueText(driller.catalogue(), form, { paint, columns: tableColumns(terminal.stdout, terminal.env) }));
    });
}
