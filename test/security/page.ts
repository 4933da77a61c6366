import type { AllowedAccess, AllowedRole, AllowedStatement } from './allowed';

/** The tables of docs/security.md, by the names of their places. */
export function tables(roles: readonly AllowedRole[], resources: readonly AllowedAccess[]): ReadonlyMap<string, string> {
  return new Map([['roles', roles.map(roleTable).join('\n')], ['wildcards', wildcardTable(roles)], ['resources', resourceTable(resources)]]);
}

/** A page with a table in its place. */
export function withTable(page: string, name: string, table: string): string {
  const marked = new RegExp(`(<!-- ${name}:[^>]*-->\\n).*?(<!-- /${name} -->)`, 's');
  if (!marked.test(page)) throw new Error(`the page has no <!-- ${name}: … --> … <!-- /${name} -->`);
  return page.replace(marked, (_, begin: string, end: string) => `${begin}${table}${end}`);
}

function roleTable({ name, assumedBy, condition, statements }: AllowedRole): string {
  return [
    `### ${name}`,
    `Assumed by \`${assumedBy}\`${condition === undefined ? '' : `, under the condition \`${known(condition)}\``}.`,
    '',
    table(['may', 'on', 'for what', 'if there is'], statements.map(({ actions, on, condition: when, why, with: need }) => [
      actions.map(code).join(', '), `${Object.keys(on).join(', ')}${when === undefined ? '' : ` (condition ${code(known(when))})`}`, why, need ?? 'always',
    ])),
  ].join('\n');
}

function wildcardTable(roles: readonly AllowedRole[]): string {
  const rows = roles.flatMap((role) => role.statements.filter((row): row is AllowedStatement & { wildcard: string } => row.wildcard !== undefined)
    .map((row) => ({ who: role.name, actions: row.actions.map(code).join(', '), on: Object.keys(row.on).join(', '), wildcard: row.wildcard })));
  return table(['who', 'action', 'on', 'because'], rows.map(({ who, actions, on, wildcard }) => [who, actions, on, wildcard]));
}

function resourceTable(resources: readonly AllowedAccess[]): string {
  return table(['resource', '', 'who', 'what', 'when', 'why'], resources.map(({ name, effect, principal, actions, when = 'always', why }) => [
    name, effect === 'Allow' ? 'allows' : 'denies', principalText(principal), actions.map(code).join(', '), when, why,
  ]));
}

function principalText(principal: string): string {
  const [, who = principal] = /^(?:Service|AWS) (.*)$/.exec(principal) ?? [];
  return who === '*' ? 'everybody' : who.endsWith(':root') ? 'the account' : code(who);
}

/** A text without placeholders of the template. */
function known(text: string): string {
  return text.replaceAll(/<\w+ScheduleGroup>/g, '<its own schedule group>').replaceAll(/<AWS::(\w+)>/g, (_, name: string) => `<${name.replace('Id', '').toLowerCase()}>`);
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line), ''].join('\n');
}
