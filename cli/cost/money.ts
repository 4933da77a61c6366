import { Price } from '../../cost/price';

/** An amount in USD, to the cent; an amount that rounds to zero is shown as less than one cent. */
export function money(usd: number): string {
  if (usd > 0 && usd < 0.005) return '<$0.01';
  return `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** An amount that is used. */
export function amount(quantity: number): string {
  const digits = quantity >= 100 || Number.isInteger(quantity) ? 0 : quantity >= 1 ? 1 : 5;
  return quantity.toLocaleString('en-US', { maximumFractionDigits: digits });
}

/** A list price: `$0.01 per 1,000 metrics`. */
export function priceText({ usd, per, unit }: Price): string {
  if (usd === 0) return 'free';
  const price = `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 10 })}`;
  return per === 1 ? `${price} per ${unit}` : `${price} per ${per.toLocaleString('en-US')} ${unit}s`;
}
