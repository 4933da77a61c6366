// Writes docs/messages.md and the messages in the README. A test fails if they differ.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHAPTERS } from './examples';
import { messagesPage } from './page';

writeFileSync(path.join(__dirname, '..', '..', '..', 'docs', 'messages.md'), messagesPage(CHAPTERS));
