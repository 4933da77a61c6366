import { report, result } from '../drill/report/fixture';
import { ran } from './fake-program';

const steps = Array.from({ length: 10 }, (_, index) => ({
  done: index + 1, total: 10, pipeline: 'NightlyOrders', result: result({ title: `\u001b[31mfault ${index + 1}` }),
}));

test('On a terminal, progress is one bar that is redrawn in place and removed at the end.', async () => {
  const { stderr } = await ran(['drill'], { report: report(), steps, tty: true, tickMillis: 1000 });
  expect(stderr).not.toContain('\n');
  expect(stderr).toContain('\r\u001b[2K████████░░░░░░░░ 5 of 10  5 s, about 5 s left  NightlyOrders:  [31mfault 5');
  expect(stderr.endsWith('\r\u001b[2K')).toBe(true);
});

test('The bar is not redrawn faster than an eye can follow.', async () => {
  const { stderr } = await ran(['drill'], { report: report(), steps, tty: true, tickMillis: 30 });
  expect(stderr.split('\r').length - 1).toBe(5);
});

test('Without a terminal, progress is a plain line every two seconds.', async () => {
  const { stderr } = await ran(['drill'], { report: report(), steps, tickMillis: 900 });
  expect(stderr).toBe('3 of 10 played after 3 s, about 6 s left\n6 of 10 played after 5 s, about 4 s left\n9 of 10 played after 8 s, about 1 s left\n');
});

test('A short drill prints no progress.', async () => {
  expect((await ran(['drill'], { report: report(), steps, tickMillis: 1 })).stderr).toBe('');
});

test('With --quiet there is no progress at all.', async () => {
  expect((await ran(['drill', '--quiet'], { report: report(), steps, tty: true, tickMillis: 1000 })).stderr).toBe('');
});

test('The bar is removed before an error is shown.', async () => {
  expect((await ran(['drill'], { fails: new Error('x'), tty: true })).stderr.startsWith('\r\u001b[2KThis is a defect')).toBe(true);
});

test('After a quiet year the bar names the year.', async () => {
  const { stderr } = await ran(['drill'], { report: report(), steps: [{ done: 1, total: 2, pipeline: 'NightlyOrders' }], tty: true, tickMillis: 1000 });
  expect(stderr).toContain('NightlyOrders: a quiet year');
});

test('A terminal that does not report its width counts as one of the usual width.', async () => {
  const { stderr } = await ran(['drill'], { report: report(), steps: steps.slice(0, 1), tty: true, tickMillis: 1000, columns: 0 });
  expect(stderr).toContain('1 of 10  1 s, about 9 s left  NightlyOrders');
});
