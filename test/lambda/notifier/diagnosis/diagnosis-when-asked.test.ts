import { diagnosisWhenAsked } from '../../../../lambda/notifier/diagnosis/diagnosis-when-asked';
import type { DiagnosisPorts } from '../../../../lambda/notifier/diagnosis/ports';

const SIGNAL = new AbortController().signal;

test('Nothing is loaded until something is asked, and then once.', async () => {
  let loads = 0;
  const rule = jest.fn(async () => undefined);
  const ports = diagnosisWhenAsked(async () => { loads += 1; return { rule } as unknown as DiagnosisPorts; });
  expect(loads).toBe(0);
  await Promise.all([ports.rule('nightly', undefined, SIGNAL), ports.rule('hourly', 'orders', SIGNAL)]);
  expect(loads).toBe(1);
  expect(rule.mock.calls).toEqual([['nightly', undefined, SIGNAL], ['hourly', 'orders', SIGNAL]]);
});

test('When the clients cannot be loaded, every call fails with the reason.', async () => {
  const ports = diagnosisWhenAsked(async () => { throw new Error('no such file'); });
  await expect(ports.rule('nightly', undefined, SIGNAL)).rejects.toThrow('no such file');
  await expect(ports.schedule('nightly', 'orders', SIGNAL)).rejects.toThrow('no such file');
});
