import fc from 'fast-check';
import { DAY } from '../../../core/time';
import { htmlReport } from '../../../drill/report/html/html-report';
import { DUE, lanes, message, report, result, variedReport, year } from './fixture';

/** Like toContain, but without the whole page in the error message. */
function expectIn(page: string, text: string): void {
  if (!page.includes(text)) throw new Error(`not in the page: ${text}`);
}

/** The names of all tags, in order, which a text must never change. Names contain breaks on purpose. */
function tags(page: string): string {
  return page.replace(/(<style>).*?(<\/style>)|(<script>).*?(<\/script>)/gs, '$1$2$3$4').match(/<[^>]*>/g)!
    .map((tag) => /^<\/?[\w!]+/.exec(tag)?.[0]).filter((tag) => tag !== '<wbr').join(' ');
}

function named(name: string): string {
  const mail = message({ alarm: name, subject: name, text: name, severity: name, to: [name] });
  return htmlReport(report({
    app: name,
    results: [
      result({ pipeline: name, fault: name, title: name, by: name, reason: name, messages: [mail], timeline: [{ name, kind: 'runs', marks: [{ from: DUE, what: name, label: name }] }] }),
      result({ pipeline: name, fault: `${name} 2`, title: name, outcome: 'undetected', reason: name }),
    ],
    years: [year({ pipeline: name, timeZone: name, falseAlarms: [mail] })],
    notPlayed: [{ where: name, what: name }],
  }));
}

test('No text becomes markup, whatever it contains.', () => {
  const skeleton = tags(named('x'));
  const nasty = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1 }),
    fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>', '\' onload=\'x', '</style><b>', '<!--', ']]>', '&lt;', '\u0000', '\ud800', '</details></main>'),
    fc.tuple(fc.constantFrom('<', '"', '\'', '&', '</pre>'), fc.string()).map((parts) => parts.join('')),
  );
  fc.assert(fc.property(nasty, (name) => {
    expect(tags(named(name))).toBe(skeleton);
  }), { numRuns: 150 });
});

test('A text that looks like markup is shown as it is.', () => {
  const page = named('<b>"A" & \'B\'</b>');
  expectIn(page, '<dd><b><bdi>&lt;b&gt;&quot;A&quot; &amp; &#39;B&#39;&lt;/b&gt;</bdi></b></dd>');
});

test('The page loads nothing, and its policy forbids it.', () => {
  const page = htmlReport(variedReport());
  expectIn(page, 'content="default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;; script-src &#39;sha256-');
  expect(page.replace(/<pre.*?<\/pre>/gs, '')).not.toMatch(/https?:|url\(|@import|<link|<img|<iframe|src=/);
});

test('Every id occurs once, and every link within the page has a target.', () => {
  const page = htmlReport(variedReport());
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, target] of page.matchAll(/(?:href="#|aria-labelledby=")([^"]+)"/g)) expect(ids).toContain(target);
});

test('The matrix is a table with heads for its rows and columns.', () => {
  const page = htmlReport(report({ results: [result({ pipeline: 'A' }), result({ pipeline: 'B', outcome: 'undetected' })] }));
  expectIn(page, '<thead><tr><th scope="col">Fault</th><th scope="col" class="fine"><bdi>A</bdi></th><th scope="col"><bdi>B</bdi></th></tr></thead>');
  expectIn(page, '<th scope="row"><a href="#fault-0">Never starts: its schedule is disabled</a></th>');
  expectIn(page, 'href="#cell-0-1" title="it had to be detected, and nobody was notified">UNDETECTED</a>');
});

test('Findings come before the matrix, and each number links to what it counts.', () => {
  const results = [result(), result({ pipeline: 'B', outcome: 'undetected' }), result({ pipeline: 'C', outcome: 'detectedLate' }), result({ pipeline: 'D', outcome: 'falseAlarm' })];
  const page = htmlReport(report({ results, years: [year()] }));
  expect(page.indexOf('<h2 id="findings">')).toBeLessThan(page.indexOf('<h2 id="matrix">'));
  for (const [target, name] of [['matrix', 'detected in time'], ['finding-detected-late', 'detected late'], ['finding-undetected', 'undetected'], ['finding-false-alarm', 'false alarm'], ['years', '365 runs in them']]) {
    expectIn(page, `<dt><a href="#${target}">${name}</a></dt>`);
    expectIn(page, ` id="${target}"`);
  }
});

test('Known gaps come before the matrix; a number links to them when it counts nothing else, and nowhere when it is zero.', () => {
  const page = htmlReport(report({ results: [result(), result({ pipeline: 'B', outcome: 'undetected', knownGap: 'Nobody looks.' })] }));
  expectIn(page, '<dt><a href="#known-gaps">undetected</a></dt>');
  expect(page.indexOf('<h2 id="known-gaps">')).toBeLessThan(page.indexOf('<h2 id="matrix">'));
  expectIn(page, '<dt>false alarms</dt>');
});

test('The filter for problems is a checkbox with CSS, so it works without scripts.', () => {
  const page = htmlReport(report({ results: [result(), result({ pipeline: 'B', outcome: 'undetected' }), result({ fault: 'retries' })] }));
  expectIn(page, '<input type="checkbox" id="only-problems"><label for="only-problems">Only problems</label>');
  expectIn(page, 'body:has(#only-problems:checked) .fine:not(:target){display:none}');
  expectIn(page, '<tr class="fine"><th scope="row"><a href="#fault-1">');
});

test('There is no filter when there is no problem.', () => {
  expect(htmlReport(report())).not.toContain('<input');
});

test('With many pipelines, those with problems come first.', () => {
  const results = Array.from({ length: 50 }, (_, index) => result({ pipeline: `P${index}`, outcome: index === 41 ? 'undetected' : 'detected' }));
  const page = htmlReport(report({ results }));
  expectIn(page, '<th scope="col">Fault</th><th scope="col"><bdi>P41</bdi></th><th scope="col" class="fine"><bdi>P0</bdi></th>');
  expectIn(page, 'href="#cell-0-0" title="it had to be detected, and nobody was notified">UNDETECTED</a>');
  expectIn(page, 'Pipelines with problems come first.');
});

test('Each picture has a legend of the strokes that occur in it.', () => {
  const timeline = lanes(DUE - DAY, DUE + DAY, DUE);
  const page = htmlReport(report({ results: [result({ outcome: 'undetected', timeline })] }));
  const legend = page.slice(page.indexOf('<ul class="key"'), page.indexOf('</ul>', page.indexOf('<ul class="key"')));
  expect([...legend.matchAll(/<\/(?:svg|i)>([^<]+)/g)].map(([, means]) => means)).toEqual([
    'run due', 'run due, none came', 'run succeeded', 'metric point', 'checker ticks', 'alarm OK', 'tinted: nobody is notified', 'end of the promised time',
  ]);
});

test('Times in UTC have the local time of the pipeline beside them.', () => {
  const timeline = lanes(DUE - 2 * DAY, DUE + 2 * DAY, DUE, DUE + 19 * 60_000);
  const page = htmlReport(report({ results: [result({ timeZone: 'America/New_York', timeline })] }));
  expectIn(page, '<dt>Could be known</dt><dd>Mon 23 Nov 2026, 02:15 UTC (Sun 21:15 New York)</dd>');
  expectIn(page, '<dt>Sent</dt><dd>Mon 23 Nov 2026, 02:19 UTC (Sun 21:19 New York), critical</dd>');
  expectIn(page, '<span class="name">New York</span>');
});

test('A pipeline in UTC shows its times once.', () => {
  const timeline = lanes(DUE - 2 * DAY, DUE + 2 * DAY, DUE, DUE + 19 * 60_000);
  const page = htmlReport(report({ results: [result({ timeZone: 'UTC', timeline })] }));
  expectIn(page, '<dt>Could be known</dt><dd>Mon 23 Nov 2026, 02:15 UTC</dd>');
  expect(page).not.toContain('class="lane axis local"');
});

test('Problems are open, and correct results are folded.', () => {
  const page = htmlReport(report({ results: [result(), result({ pipeline: 'B', outcome: 'undetected' })] }));
  expectIn(page, '<details class="cell fine" id="cell-0-0">');
  expectIn(page, '<details class="cell" id="cell-0-1" open>');
});

test('A long window gets a close-up from the breakdown to the message.', () => {
  const page = htmlReport(report({ results: [result({ timeline: lanes(DUE - 2 * DAY, DUE + 2 * DAY, DUE, DUE + 19 * 60_000) })] }));
  expectIn(page, '<figcaption>From the breakdown to the message: 23 Nov 2026, 01:30 to 03:30 UTC');
  expectIn(page, '<figcaption>The whole window of 4 days: 21 Nov 2026, 02:00 to 25 Nov 2026, 02:00 UTC');
  expectIn(page, 'notified 02:19 (after 4 min)');
});

test('A picture has its content in words, and counts the alarms that stayed OK.', () => {
  const page = htmlReport(report({ results: [result({ timeline: lanes(DUE - 2 * DAY, DUE + 2 * DAY, DUE, DUE + 19 * 60_000) })] }));
  expectIn(page, 'aria-label="OrdersMachine: 3 due, 3 succeeded, 1 missed"');
  expectIn(page, 'aria-label="NightlyOrders-ProofOfLife: 2 OK, 1 ALARM"');
  expectIn(page, '<p class="note">1 other alarm stayed OK.</p>');
});

test('A due run that did not come is drawn as missed.', () => {
  const page = htmlReport(report({ results: [result({ timeline: lanes(DUE - 2 * DAY, DUE + 2 * DAY, DUE) })] }));
  expectIn(page, '<path class="line missed" d="M750 1v18"><title>missed, no run came · 2026-11-23 02:00 UTC</title></path>');
});

test('Metric points are as high as their values.', () => {
  const marks = [{ from: DUE, what: 'point', label: '0' }, { from: DUE + DAY, to: DUE + 2 * DAY, what: 'point', label: '1 every 300 s' }];
  const page = htmlReport(report({ results: [result({ timeline: [{ name: 'ProofOfLife', kind: 'points', marks }] })] }));
  expectIn(page, '<path class="dot ink" d="M750 16h0">');
  expectIn(page, '<path class="bar ink" d="M1125 4H1500">');
});

test('Alarms have short names, with the whole name as a tooltip.', () => {
  const alarm = (name: string) => ({ name, kind: 'alarm' as const, marks: [{ from: DUE, to: DUE + DAY, what: 'ALARM' }] });
  const page = htmlReport(report({ results: [result({ timeline: [alarm('Data-NightlyOrdersProofOfLifeF107DEDB'), alarm('Data-ObservatorySilentE2961BFD')] })] }));
  expectIn(page, 'title="Data-NightlyOrdersProofOfLifeF107DEDB"><small>alarm</small> <bdi>ProofOfLife</bdi>');
  expectIn(page, '<small>alarm</small> <bdi>ObservatorySilent</bdi>');
});

test('For an undetected fault, the alarms that stayed OK are shown.', () => {
  const page = htmlReport(report({ results: [result({ outcome: 'undetected', timeline: lanes(DUE - 2 * DAY, DUE + 2 * DAY, DUE) })] }));
  expectIn(page, 'aria-label="NightlyOrders-Failed: 1 OK"');
});

test('Thousands of ticks become one band, and a gap in them stays a gap.', () => {
  const from = DUE - 30 * DAY;
  const ticks = Array.from({ length: 8640 }, (_, index) => ({ from: from + index * 300_000, what: 'tick' })).filter((_, index) => index < 3000 || index > 3300);
  const page = htmlReport(report({ results: [result({ outcome: 'correctlyQuiet', from, to: DUE, timeline: [{ name: 'checker', kind: 'ticks', marks: ticks }] })] }));
  expectIn(page, 'd="M0 4H521v12H0zM573 4H1500v12H573z"');
});

test('Messages are shown as they are received, and of many only the first few.', () => {
  const many = Array.from({ length: 8 }, (_, index) => message({ subject: `Message ${index}`, text: 'line one\nline two' }));
  const page = htmlReport(report({ results: [result({ messages: many, timeline: lanes(DUE - 2 * DAY, DUE + 2 * DAY, DUE) })] }));
  expectIn(page, '<dd><bdi>email:data-platform@example.com, sms:+15550100</bdi></dd>');
  expectIn(page, '<pre dir="auto">line one\nline two</pre>');
  expectIn(page, '… and 4 more.');
  expect(page).not.toContain('Message 4');
});

test('A report with very many cells draws only problems and stays small.', () => {
  const timeline = lanes(DUE - 2 * DAY, DUE + 2 * DAY, DUE, DUE + 19 * 60_000);
  const results = Array.from({ length: 2000 }, (_, index) => result({ pipeline: `P${index}`, outcome: index === 1999 ? 'detectedLate' : 'detected', timeline }));
  const page = htmlReport(report({ results }));
  expect(page.length).toBeLessThan(6_000_000);
  const first = page.slice(page.indexOf('id="cell-0-0"'), page.indexOf('id="cell-0-1"'));
  expect(first).toContain('<bdi>P1999</bdi>');
  expect(first).toContain('<figure');
  expectIn(page, 'To see them, play this pipeline alone with --pipeline.');
});

test('A message of the notifier is shown with the alarm that caused it, and with its SMS where someone receives one.', () => {
  const given = { alarm: 'notifier: NightlyOrders', because: 'NightlyOrders-ProofOfLife', sms: 'NightlyOrders did not start. Due 02:00.' };
  const timeline = lanes(DUE - DAY, DUE + DAY, DUE);
  const page = htmlReport(report({ results: [result({ messages: [message(given)], by: given.alarm, because: given.because, timeline })] }));
  for (const text of ['because of', '<dt>Because of</dt><dd><bdi>NightlyOrders-ProofOfLife</bdi></dd>', '<dt>SMS</dt><dd><bdi>NightlyOrders did not start. Due 02:00.</bdi></dd>']) expectIn(page, text);
  const mailed = htmlReport(report({ results: [result({ messages: [message({ ...given, to: ['email:data@example.com'] })], timeline })] }));
  expect(mailed).not.toContain('<dt>SMS</dt>');
});
