export * from './digest-message';
export * from './due';
export * from './facts';
export * from './figures';
export { toldWithFigures } from './told';
