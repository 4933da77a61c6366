export { consoleUrl } from './console-url';
export * from './pages';
