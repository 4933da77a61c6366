// Writes docs/messages.md. A test fails when the page is another one.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CHAPTERS } from './examples';
import { messagesPage } from './page';

writeFileSync(path.join(__dirname, '..', '..', '..', 'docs', 'messages.md'), messagesPage(CHAPTERS));
