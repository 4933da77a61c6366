import fc from 'fast-check';
import { Message } from '../../../core/message/facts';
import { groupItem, groupMessage } from '../../../core/message/group-message';
import { incidentMessage } from '../../../core/message/incident-message';
import { septets, utf8Bytes } from '../../../core/text/plain-text';
import { anyIncidentFacts, anyMassFacts } from './any-facts';

const GSM = /^[@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ -Z¤¡ÄÖÑÜ§¿a-zäöñüà^{}\\[~\]|€]+$/;

/** Lines that only the library writes. */
const TITLES = ['SO FAR', 'SINCE THE LAST MESSAGE', 'WHY', 'NOT KNOWN', 'FACTS', 'BEFORE THAT', 'HOW IT WENT', 'LINKS', 'WHAT RECOVERED'];

function expectSound({ subject, email, sms, event }: Message): void {
  expect(subject).toMatch(/^[A-Za-z][ -~]{0,98}$/);
  expect(sms).toMatch(GSM);
  expect(septets(sms)).toBeLessThanOrEqual(150);
  expect(email).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  // SNS takes 256 KB for all texts of a message together, and EventBridge as much for an event.
  expect(utf8Bytes(email)).toBeLessThan(200_000);
  expect(JSON.parse(JSON.stringify(event))).toMatchObject({ version: 1, subject });
  expect(`${subject}${email}${sms}`).not.toMatch(/NaN|Infinity|undefined/);
  const titles = email.split('\n').filter((line) => TITLES.includes(line));
  expect(titles).toEqual([...new Set(titles)]);
}

test('Whatever the facts are, a message about an incident keeps the limits of subject, SMS and e-mail, and no text forms a line of its own.', () => {
  fc.assert(fc.property(anyIncidentFacts, (facts) => expectSound(incidentMessage(facts))), { numRuns: 250 });
});

test('Whatever the facts are, a message about many pipelines keeps them too.', () => {
  fc.assert(fc.property(anyMassFacts, (facts) => expectSound(groupMessage(facts))), { numRuns: 100 });
});

test("Whatever the facts are, they make a pipeline's line in a message about many.", () => {
  fc.assert(fc.property(anyIncidentFacts, fc.integer({ min: 1, max: 3 }), (facts, times) => {
    const { address, now, timeZone } = facts;
    const items = Array.from({ length: times }, () => groupItem(facts));
    expectSound(groupMessage({ address, now, timeZone, kind: 'opened', severity: 'critical', items, shared: [], links: [] }));
  }), { numRuns: 100 });
});
