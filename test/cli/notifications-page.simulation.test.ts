import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Drill, FAULT_IDS, FaultId } from '../../drill';
import { exampleAccount } from '../drill/example';

const page = readFileSync(path.join(__dirname, '..', '..', 'docs', 'notifications.md'), 'utf8');

/** The rows of the table below a heading cell, cell by cell. */
function rowsOf(head: string): string[][] {
  const lines = page.slice(page.indexOf(`| ${head} |`)).split('\n');
  return lines.slice(2, lines.findIndex((line) => !line.startsWith('|'))).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
}

function quoted(cell: string | undefined): string[] {
  return [...(cell ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name!);
}

const PIECES = rowsOf('what fails');
const BEHAVIOUR = rowsOf('behaviour');

describe('the page on notifications', () => {
  test('names a drill for each part that can fail and each behaviour, or says why there is none', () => {
    expect([PIECES.length, BEHAVIOUR.length]).toEqual([18, 6]);
    for (const row of [...PIECES, ...BEHAVIOUR]) expect(quoted(row.at(-1)).length > 0 || row.at(-1)!.startsWith('none: ')).toBe(true);
  });

  test('names only drills that exist', () => {
    for (const id of [...PIECES, ...BEHAVIOUR].flatMap((row) => quoted(row.at(-1)))) expect(FAULT_IDS).toContain(id);
  });

  test('names every drill of the notifier', () => {
    const named = PIECES.flatMap((row) => quoted(row.at(-1)));
    expect(FAULT_IDS.filter((id) => /^(notifier|incidentTable|invokePermission|checker)/.test(id)).filter((id) => !named.includes(id))).toEqual([]);
  });

  const drill = Drill.of(exampleAccount());

  test.each(PIECES.filter(([,, notifies]) => quoted(notifies).length > 0).flatMap(([piece, , notifies, drills]) => quoted(drills).map((id) => [piece!, id, quoted(notifies).filter((name) => name !== 'DestinationDeliveryFailures')] as const)))(
    'names for "%s" the alarm that notifies in the drill %s', async (_piece, id, alarms) => {
      // Which of several alarms is raised may depend on the fault; one of them always is.
      const { messages, outcome } = await drill.run(id as FaultId, { pipeline: 'CustomerSync' });
      expect(outcome).toBe('detected');
      const speakers = messages.map(({ alarm, because }) => because ?? alarm);
      expect(alarms.some((name) => speakers.some((speaker) => speaker.includes(name)))).toBe(true);
    },
  );
});
