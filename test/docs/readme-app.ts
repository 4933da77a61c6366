import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { money } from '../../cli/cost/money';
import { costOf } from '../../cost/cost-of';
import { type DeliveredMessage, Drill, type DrillResult, Fault } from '../../drill';
import { readAssemblyStacks } from '../../template/read-assembly';
import { PastedApp } from './pasted-app';
import { codeBlocks, textOf } from './project-files';

/** Sections of the README that are written from its own app: their names, and what they show. */
export interface ReadmeSections {
  readonly 'readme-mail': string;
  readonly 'readme-cost': string;
}

const [block] = codeBlocks(textOf('README.md')).filter(({ language }) => language === 'ts');
/** What the README adds to the app of somebody who has a pipeline already. */
const OBSERVED = /^\/\/ What watches it\.\n.*?^\}\);\n/ms;

/** The app that the README shows. */
export const readmeApp = new PastedApp(block!.text);
/** The same app before it was observed. */
export const workload = new PastedApp(block!.text.replace(OBSERVED, '').replace(/^import .*cdk-observed-pipeline.*\n/m, '').replace('const schedule = ', ''));

/** Plays that somebody disables the schedule of the app, and returns the result with what was sent. */
export function playMissedRun(assembly: string): Promise<DrillResult> {
  return Drill.of(assembly).run(Fault.scheduleDisabled('NightlyOrders'));
}

/** The sections as the app makes them. */
export function sectionsOf([first]: readonly DeliveredMessage[], assembly: string, workloadAssembly: string): ReadmeSections {
  return {
    'readme-mail': `\`\`\`text\nSubject: ${first!.subject}\n\n${first!.text.trimEnd()}\n\`\`\`\nThe SMS: *${first!.sms}*\n`,
    'readme-cost': costSentence(assembly, resourcesIn(assembly) - resourcesIn(workloadAssembly)),
  };
}

function costSentence(assembly: string, resources: number): string {
  const [{ bill }] = costOf(readAssemblyStacks(assembly));
  const pipeline = bill.owners.find(({ owner }) => owner.kind === 'pipeline')!;
  return `**What it creates and costs.** The library adds ${resources} resources to this app. They cost about ${money(bill.usd)} a month, and each further\n`
    + `pipeline like it about ${money(pipeline.usd)}: list prices of us-east-1, less within the free tier ([by pipeline and by price](#what-it-costs)).\n`;
}

/** The warnings with which an app was synthesized. */
export function warningsIn(assembly: string): string[] {
  return readdirSync(assembly).filter((file) => file.endsWith('.json'))
    .flatMap((file) => [...readFileSync(path.join(assembly, file), 'utf8').matchAll(/"aws:cdk:warning",\s*"data": "(.*)"/g)].map(([, text]) => text!));
}

function resourcesIn(assembly: string): number {
  const template = JSON.parse(readFileSync(path.join(assembly, 'Orders.template.json'), 'utf8')) as { Resources: object };
  return Object.keys(template.Resources).length;
}

/** The README with these sections in it. */
export function withSections(readme: string, sections: ReadmeSections): string {
  return Object.entries(sections).reduce((text, [name, content]) => {
    const marked = new RegExp(`(<!-- ${name}[^>]*-->\\n).*?(<!-- /${name} -->)`, 's');
    if (!marked.test(text)) throw new Error(`the README has no <!-- ${name} --> … <!-- /${name} -->`);
    return text.replace(marked, (_, begin: string, end: string) => begin + (content as string) + end);
  }, readme);
}
