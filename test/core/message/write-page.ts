// Writes docs/messages.md and the messages in the README. A test fails when they are others.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHAPTERS } from './examples';
import { messagesPage, readmeMessages, withMessages } from './page';

const root = path.join(__dirname, '..', '..', '..');
const readme = path.join(root, 'README.md');
writeFileSync(path.join(root, 'docs', 'messages.md'), messagesPage(CHAPTERS));
writeFileSync(readme, withMessages(readFileSync(readme, 'utf8'), readmeMessages(CHAPTERS)));
