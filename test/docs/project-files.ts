import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Where the project is. */
export const ROOT = path.join(__dirname, '..', '..');

/** The text of a file of the project. */
export function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** All files of the project but those that git ignores. Those that are not yet committed are among them. */
export const PROJECT_FILES: readonly string[] = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: ROOT, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024,
}).trim().split('\n');

/** Pages that a person writes, in whole or in part. */
export const PAGES: readonly string[] = PROJECT_FILES.filter((file) => (
  file.endsWith('.md') && !['API.md', 'LICENSE.md'].includes(file) && !file.startsWith('.github/')));

/** A block of code in a page: its language, the words after it, and its text. */
export interface CodeBlock {
  readonly language: string;
  readonly info: readonly string[];
  readonly text: string;
}

/** The blocks of code in a page, indentation of lists removed. */
export function codeBlocks(page: string): CodeBlock[] {
  return [...page.matchAll(/^( *)```([a-z]*)([^\n]*)\n(.*?)^\1```$/gms)].map(([, indent, language, info, text]) => ({
    language: language!,
    info: info!.trim().split(/\s+/).filter((word) => word !== ''),
    text: text!.split('\n').map((line) => (line.startsWith(indent!) ? line.slice(indent!.length) : line)).join('\n'),
  }));
}

/** The file that a recipe's block of code is to be written to: `ts file=lib/x.ts`. */
export function fileOf(block: CodeBlock): string | undefined {
  return block.info.find((word) => word.startsWith('file='))?.slice('file='.length);
}
