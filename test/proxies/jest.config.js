import jest from '../../jest.config.js';

/** The specs of this folder need nginx and Varnish, which a machine may lack: they are no part of `npm test`. */
export default {
  ...jest,
  rootDir: '../..',
  globalSetup: '<rootDir>/test/proxies/global-setup.js',
  testRegex: ['/test/proxies/.*\\.spec\\.ts$'],
  testPathIgnorePatterns: ['/node_modules/'],
};
