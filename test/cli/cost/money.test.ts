import { amount, money, priceText } from '../../../cli/cost/money';
import { PRICES } from '../../../cost/price';

describe('an amount of money', () => {
  test.each([[0, '$0.00'], [0.004, '<$0.01'], [0.005, '$0.01'], [2.738, '$2.74'], [1234.5, '$1,234.50']])('of %d is shown as %s', (usd, text) => {
    expect(money(usd)).toBe(text);
  });
});

describe('a quantity', () => {
  test.each([[51, '51'], [87_600, '87,600'], [2255.7, '2,256'], [30.42, '30.4'], [0.00876, '0.00876']])('of %d is shown as %s', (quantity, text) => {
    expect(amount(quantity)).toBe(text);
  });
});

describe('a list price', () => {
  test.each([
    ['alarmMetric', '$0.10 per metric'], ['metricRead', '$0.01 per 1,000 metrics'], ['armSecond', '$0.0000133334 per GB-second'], ['standardParameter', 'free'],
    ['tableRead', '$0.125 per 1,000,000 reads'],
  ] as const)('%s is shown as %s', (price, text) => {
    expect(priceText(PRICES[price])).toBe(text);
  });
});
