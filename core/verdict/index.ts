export { judge } from './judge';
export * from './verdict';
