import { readFileSync } from 'node:fs';
import { CONTACTS } from '../names';
import { same } from '../same';
import type { Trial } from '../trial';

/** Mail and SMS leave no trace but the emulator's own log. */
export async function checkDeliveries({ checks, emulator }: Trial): Promise<void> {
  await checks.check('messages were handed over for every e-mail address and phone number, of the tenant\'s stack too', () => {
    const handed = [...readFileSync(emulator.log, 'utf8').matchAll(/SNS fanout → (?:email|SMS) (\S+)/g)].map((match) => `${match[1]}`);
    same([...new Set(handed)].sort(), Object.values(CONTACTS).sort());
  });
}
