export * from './context';
export * from './diagnosis';
export * from './facts';
export * from './findings';
export * from './permissions';
