import { HANDLERS, PlayedHandler } from './handlers';
import { Call, cellsOf } from './registry';

/** The page docs/failures.md, whole. */
export function page(): string {
  return `# What happens when a call fails

Every call that the handlers make to AWS was let fail in six ways: it is *denied*; it is *throttled*, and still is after the
SDK's four attempts; it *hangs*; its answer *breaks off*; its answer *cannot be parsed*; it is *slow*, which is 4 s for an
answer. Where an answer can be partial or malformed in a way of its own, that was tried too. What came of it is asserted in
\`test/lambda/failures\`, which this page is written from (\`npm run docs\`); a test fails when the page says something else, and
another one when anything is lost of which nobody would hear.

*Who says so* is who tells a person that something failed: an alarm of the observatory, once it lasts; the message itself,
which lists what is not known; the raw alarm, as CloudWatch wrote it, by the failure destination. Whatever fails is also
named in the log of the handler.

${HANDLERS.map(section).join('\n')}`;
}

function section({ name, intro, calls, ...handler }: PlayedHandler): string {
  const rows = alike(calls.map((call) => ({ names: [nameOf(call)], rows: rowsOf(call, handler) })))
    .flatMap(({ names, rows: some }) => some.map((row, index) => `| ${index === 0 ? names.join('<br>') : ''} | ${row}`));
  return `## ${name}\n${intro}\n\n| call | when | what comes of it | who says so |\n| --- | --- | --- | --- |\n${rows.join('')}`;
}

interface Rows {
  readonly names: readonly string[];
  readonly rows: readonly string[];
}

/** Of calls with the same rows the rows are shown once. */
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

/** A row for each outcome, with all failures that come to it. */
function rowsOf(call: Call<object>, { healthy, speaks }: Pick<PlayedHandler, 'healthy' | 'speaks'>): string[] {
  const failures = new Map<string, string[]>();
  for (const { called, outcome } of cellsOf(call)) {
    const who = speaks({ ...healthy(call.scene), ...outcome.seen }).map((one) => (/^[A-Z]/.test(one) ? `\`${one}\`` : one)).join(', ') || '–';
    const row = `${outcome.says} | ${who} |\n`;
    failures.set(row, [...(failures.get(row) ?? []), called]);
  }
  return [...failures].map(([row, called]) => `${called.join(', ')} | ${row}`);
}
