// Strips the types of TypeScript files for a test run. It checks none of them: `npm run typecheck` checks all files at once.
const { createHash } = require('node:crypto');
const { transformSync, version } = require('esbuild');

const OPTIONS = {
  loader: 'ts', format: 'cjs', target: 'node20', sourcemap: 'external', sourcesContent: false,
  // Jest loads CommonJS, so an import() becomes a require.
  supported: { 'dynamic-import': false },
  // Under a standard decorator, esbuild lets a class refer to itself without what the decorator adds; tsc does not.
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
};

module.exports = {
  process: (source, sourcefile) => transformSync(source, { ...OPTIONS, sourcefile }),
  getCacheKey: (source, sourcefile) => createHash('sha256').update(JSON.stringify([source, sourcefile, version, OPTIONS])).digest('hex'),
};
