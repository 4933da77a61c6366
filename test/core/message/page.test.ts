import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHAPTERS } from './examples';
import { messagesPage } from './page';

const DOCS = path.join(__dirname, '..', '..', '..', 'docs');
const page = readFileSync(path.join(DOCS, 'messages.md'), 'utf8');

test('The page on messages shows what the code writes (npm run docs).', () => {
  expect(page).toBe(messagesPage(CHAPTERS));
});

test('The page on messages has every kind of notification about an incident, group messages, and the digest.', () => {
  const kinds = CHAPTERS.flatMap(({ examples }) => examples.map(({ message }) => message.event.kind));
  expect([...new Set(kinds)].sort()).toEqual([
    'catchUp', 'digest', 'escalated', 'explained', 'failedAgain', 'massOpened', 'massRecovered', 'opened', 'raised', 'recovered', 'reminder', 'stillBroken',
  ]);
});
