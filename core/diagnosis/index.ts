export * from './context';
export * from './diagnose';
export * from './diagnosis';
export * from './facts';
export * from './findings';
export { executionToExplain, lookFrom, newestExecution } from './look-back';
export { NOTHING_FOUND } from './nothing-found';
export * from './permissions';
export { quote } from './text/quote';
