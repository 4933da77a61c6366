import { App } from 'aws-cdk-lib/core';
import { ExampleStack } from '../bin/example-stack';

let directory: string | undefined;

/** The cloud assembly of the example app, as `npm start` synthesizes it. It is created once per test file. */
export function exampleAssembly(): string {
  if (directory === undefined) {
    const app = new App();
    new ExampleStack(app, 'ObservedExample', { email: 'data-platform@example.com', phone: '+15550100' });
    directory = app.synth().directory;
  }
  return directory;
}
