#!/usr/bin/env node
import { App } from 'aws-cdk-lib/core';
import { ExampleStack } from './example-stack';

const app = new App();
new ExampleStack(app, 'ObservedExample', {
  description: 'Example of cdk-observed-pipeline: a nightly load, an hourly sync and a weekday report that prove they are alive',
  email: app.node.tryGetContext('email'),
  phone: app.node.tryGetContext('phone'),
});
