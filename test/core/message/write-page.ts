// Writes docs/messages.md. A test fails when it has something else.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHAPTERS } from './examples';
import { messagesPage } from './page';

writeFileSync(path.join(__dirname, '..', '..', '..', 'docs', 'messages.md'), messagesPage(CHAPTERS));
