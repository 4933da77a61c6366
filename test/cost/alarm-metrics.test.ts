import { alarmMetrics } from '../../cost/alarm-metrics';

const ALARM = { metrics: 1, band: false, periodSeconds: 60 };

describe('a metric alarm is charged', () => {
  test('for the one metric of a plain alarm', () => {
    expect(alarmMetrics(ALARM)).toEqual({ price: 'alarmMetric', quantity: 1 });
  });

  test('for each metric that its math refers to', () => {
    expect(alarmMetrics({ ...ALARM, metrics: 5 })).toEqual({ price: 'alarmMetric', quantity: 5 });
  });

  test('for three metrics when it compares one with an anomaly band', () => {
    expect(alarmMetrics({ ...ALARM, band: true })).toEqual({ price: 'alarmMetric', quantity: 3 });
  });

  test('at the higher price below a period of a minute', () => {
    expect(alarmMetrics({ ...ALARM, periodSeconds: 30 })).toEqual({ price: 'fastAlarmMetric', quantity: 1 });
  });
});
