// The unit tests. Those that play days, nights and years of whole apps are named *.simulation.test.ts and are run by
// jest.simulations.config.cjs.
// aws-cdk-lib runs a WASM template validator in every synth, about 3 s per test file. One test file turns it on.
process.env.CDK_VALIDATION ??= 'false';
// Node 20 is past its end of life, and the AWS SDK says so at length in every test file.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
module.exports = {
  testEnvironment: 'node',
  // By default jest leaves one core idle, which is half of a small machine.
  maxWorkers: '100%',
  roots: ['<rootDir>/test'],
  testPathIgnorePatterns: ['<rootDir>/test/deploy/', '\\.simulation\\.test\\.ts$'],
  moduleFileExtensions: ['ts', 'mjs', 'cjs', 'js', 'json', 'node'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transform: { '\\.ts$': '<rootDir>/scripts/jest-transform.cjs' },
  coverageProvider: 'v8',
  collectCoverageFrom: ['{lib,core,template,cost,lambda,drill,cli}/**/*.ts'],
};
