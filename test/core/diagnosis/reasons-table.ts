import { NOTHING_FOUND } from '../../../core/diagnosis/diagnose';
import { DIAGNOSIS_PERMISSIONS, DiagnosisCall } from '../../../core/diagnosis/permissions';
import { RULES } from '../../../core/diagnosis/rules/rules';
import { SPECIMENS } from './specimens';

/** The tables of docs/diagnosis.md, by the name of their place in the page. */
export function tables(): Readonly<Record<string, string>> {
  return { reasons: reasonsTable(), permissions: permissionsTable() };
}

/** The page with the tables that the registry gives. */
export function withTables(page: string): string {
  return Object.entries(tables()).reduce((text, [name, table]) => {
    const place = new RegExp(`(<!-- ${name}[^>]*-->\\n).*?(<!-- /${name} -->)`, 's');
    if (!place.test(text)) throw new Error(`the page has no <!-- ${name} --> … <!-- /${name} -->`);
    return text.replace(place, (_, begin: string, end: string) => begin + table + end);
  }, page);
}

function reasonsTable(): string {
  const rules = Object.values(RULES).flatMap((list) => list.map(({ id, seen, calls }) => ({ id, seen, calls })));
  const all = [...rules, { id: NOTHING_FOUND, seen: 'every question has an answer, and none of the above was found', calls: [] as readonly DiagnosisCall[] }];
  return table(['reason', 'what is seen', 'what the message says, and the next step', 'SMS', 'needs'], all.map(({ id, seen, calls }) => {
    const { text, next, short } = SPECIMENS[id]!.reason;
    return [`\`${id}\``, seen, `*${text}* ${next}`, short, actionsOf(calls).join('<br>')];
  }));
}

function actionsOf(calls: readonly DiagnosisCall[]): string[] {
  return [...new Set(calls.flatMap((call) => DIAGNOSIS_PERMISSIONS[call].map(({ action }) => `\`${action}\``)))];
}

function permissionsTable(): string {
  const rows = Object.values(DIAGNOSIS_PERMISSIONS).flat().map(({ action, resource }) => [`\`${action}\``, resource]);
  return table(['action', 'on'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
