/** One runner for unit specs (beside their file) and for what crosses rooms (test/). ESM throughout. */
export default {
  globalSetup: '<rootDir>/test/harness/global-setup.js',
  setupFiles: ['<rootDir>/test/harness/node-errors.js', '<rootDir>/test/harness/seed.js'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleFileExtensions: ['ts', 'js', 'json'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  testRegex: ['/(src|libs|test)/.*\\.spec\\.ts$'],
  // They have a run of their own: `npm run test:proxies`.
  testPathIgnorePatterns: ['/node_modules/', '/test/proxies/'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        module: { type: 'es6' },
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
      },
    ],
    // Jest cannot require() an ES module on this Node: what CommonJS packages require is compiled.
    '/node_modules/(cookie|content-disposition)/.+\\.js$': ['@swc/jest', { module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!(?:cookie|content-disposition)/)'],
  maxWorkers: 2,
  // Modules of a spec file are never given back, and what follows call chains in one slows every promise of the next: a process
  // that has run many takes several times as long for the same file, and is replaced before that.
  workerIdleMemoryLimit: '200MB',
  testTimeout: 60_000,
};
