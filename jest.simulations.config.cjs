// Plays days, nights and years of whole apps under a simulated clock: minutes of work, where the unit tests take seconds.
module.exports = {
  ...require('./jest.config.cjs'),
  testRegex: ['\\.simulation\\.test\\.ts$'],
  testPathIgnorePatterns: [],
};
