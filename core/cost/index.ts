/** What observability costs a month: list prices, and the arithmetic. */
export * from './alarm-metrics';
export * from './assumptions';
export * from './bill';
export * from './cost-kind';
export * from './price';
export * from './prices';
export * from './tick-reads';
export * from './times-a-month';
