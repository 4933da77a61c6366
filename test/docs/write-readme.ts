// Writes into README.md what its own app sends and costs. A test fails when it has something else.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT, textOf } from './project-files';
import { playMissedRun, readmeApp, sectionsOf, withSections, workload } from './readme-app';

async function write(): Promise<void> {
  const assembly = readmeApp.synth();
  const { messages } = await playMissedRun(assembly);
  writeFileSync(path.join(ROOT, 'README.md'), withSections(textOf('README.md'), sectionsOf(messages, assembly, workload.synth())));
  readmeApp.remove();
  workload.remove();
}

void write();
