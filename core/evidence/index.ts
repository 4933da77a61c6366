export * from './evidence-kind';
export * from './kinds';
export * from './metric-plan';
export * from './metric-rows';
export * from './run';
export * from './windows';
