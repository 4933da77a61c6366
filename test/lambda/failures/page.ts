import { HANDLERS, PlayedHandler } from './handlers';
import { Call, cellsOf } from './registry';

/** The whole page docs/failures.md. */
export function page(): string {
  return `# What happens when a call fails

The tests let every AWS call of the handlers fail in six ways. The call is *denied*. It is *throttled*, even after the SDK's
four attempts. It *hangs*. Its answer *breaks off*, or *cannot be parsed*. Or it is *slow*: the answer takes 4 s. Some answers
can be partial or malformed in other ways, and these are tested too. The tests in \`test/lambda/failures\` assert each effect,
and \`npm run docs\` writes this page from them. A test fails when this page is out of date. Another test fails when something is
lost and nothing reports it.

The column *how you learn of it* says what reports the failure. An alarm of the observatory fires when the failure lasts. The
message itself lists what is unknown. Lambda's failure destination sends the unformatted alarm. The log of the handler names
every failure as well.

${HANDLERS.map(section).join('\n')}`;
}

function section({ name, intro, calls, ...handler }: PlayedHandler): string {
  const rows = alike(calls.map((call) => ({ names: [nameOf(call)], rows: rowsOf(call, handler) })))
    .flatMap(({ names, rows: some }) => some.map((row, index) => `| ${index === 0 ? names.join('<br>') : ''} | ${row}`));
  return `## ${name}\n${intro}\n\n| call | failure | effect | how you learn of it |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

interface Rows {
  readonly names: readonly string[];
  readonly rows: readonly string[];
}

/** Shows the rows of calls with the same rows once. */
function alike(all: readonly Rows[]): Rows[] {
  return all.reduce<Rows[]>((groups, { names, rows }) => {
    const last = groups.at(-1);
    if (last?.rows.join('') !== rows.join('')) return [...groups, { names, rows }];
    return [...groups.slice(0, -1), { names: [...last.names, ...names], rows }];
  }, []);
}

function nameOf({ service, api, reads }: Call<object>): string {
  return `\`${service}:${api}\`: ${reads}`;
}

/** A row for each outcome, with all failures that lead to it. */
function rowsOf(call: Call<object>, { healthy, reportedBy }: Pick<PlayedHandler, 'healthy' | 'reportedBy'>): string[] {
  const failures = new Map<string, string[]>();
  for (const { called, outcome } of cellsOf(call)) {
    const who = reportedBy({ ...healthy(call.scene), ...outcome.seen }).map((one) => (/^[A-Z]/.test(one) ? `\`${one}\`` : one)).join(', ') || '–';
    const row = `${outcome.says} | ${who} |\n`;
    failures.set(row, [...(failures.get(row) ?? []), called]);
  }
  return [...failures].map(([row, called]) => `${called.join(', ')} | ${row}`);
}
