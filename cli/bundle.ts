// What cli-dist/program.cjs is made of. The program, the package's entry `./drill` and the threads of a drill are one file,
// so that their code is shipped once.
export * from '../drill';
export { serveThread } from '../drill/worker';
export { main } from './main';
