import { App } from 'aws-cdk-lib/core';
import { ExampleStack } from '../bin/example-stack';

let directory: string | undefined;

/** The example app's cloud assembly, as `npm start` synthesizes it, made once per test file. */
export function exampleAssembly(): string {
  if (directory === undefined) {
    const app = new App();
    new ExampleStack(app, 'ObservedExample', { email: 'data-platform@example.com', phone: '+15550100' });
    directory = app.synth().directory;
  }
  return directory;
}
