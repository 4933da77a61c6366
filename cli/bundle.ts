// The contents of cli-dist/program.cjs. The program, the package's entry `./drill` and the threads of a drill are one file,
// so that the package contains their code once.
export * from '../drill';
export { serveThread } from '../drill/worker';
export { main } from './main';
