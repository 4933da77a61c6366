import { wrap } from '../drill/report/terminal/plain-text';
import { Terminal, textColumns } from './terminal';

/** What follows the options in a command's help, wrapped to the terminal. Commands stay on one line, to be copied. */
export function helpText(text: string, { stdout, env }: Terminal): string {
  const columns = textColumns(stdout, env);
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '' || /^ *\$ /.test(line) || line.length <= columns) return [line];
    const [, indent = '', mark = '', rest = ''] = /^( *)(\d {2})?(.*)$/.exec(line)!;
    const hanging = indent.length + mark.length;
    return wrap(rest, columns - hanging).map((part, index) => (index === 0 ? indent + mark : ' '.repeat(hanging)) + part);
  }).join('\n');
}
