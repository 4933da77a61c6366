export * from './evidence-kind';
export * from './kinds';
export * from './metric-plan';
export * from './run';
export * from './windows';
