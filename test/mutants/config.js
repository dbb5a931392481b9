import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jest from '../../jest.config.js';

/** The files on which everything else rests, each broken one place at a time, and each with a spec that is to notice. */
const HOUSE = [
  'fences',
  'flights',
  'scouts',
  'key',
  'codec',
  'plain-json',
  'envelope',
  'checksum',
  'leave',
  'tokens',
  'batch',
  'events',
];
const GUARD = [
  'guarded.tier',
  'guarded-walk',
  'debts',
  'leases',
  'attempts',
  'breaker',
  'owed-drops',
  'patient.tier',
  'deadline',
  'confirmed',
  'redis.reads',
];
const LANE = ['lane', 'line', 'replies'];
const FILES = [
  ...HOUSE,
  ...GUARD.map((name) => `far/${name}`),
  'far/heard-announcement',
  ...LANE.map((name) => `far/lane/${name}`),
];

/** Specs of whole caches (model, races, barriers) are left out: they are slow, and a file's own spec should notice first. */
const specs = `/libs/cache/src/(${FILES.join('|').replaceAll('.', '\\.')})\\.spec\\.ts$`;

export default {
  mutate: FILES.map((name) => `libs/cache/src/${name}.ts`),
  testRunner: 'jest',
  testRunnerNodeArgs: ['--no-warnings=ExperimentalWarning', '--experimental-vm-modules'],
  jest: {
    configFile: 'jest.config.js',
    config: {
      globalSetup: undefined,
      setupFiles: [...jest.setupFiles, '<rootDir>/test/mutants/first-failure.js'],
      testRegex: [specs],
      // A mutant may keep a test waiting for ever.
      testTimeout: 8000,
    },
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  // Jest gives back no memory that ES modules took.
  maxTestRunnerReuse: 40,
  timeoutMS: 15_000,
  // Outside of the project, so that no watcher, linter or test run sees the copies.
  tempDirName: join(tmpdir(), 'prepsense-mutants'),
  reporters: ['clear-text', 'progress-append-only', 'json'],
  jsonReporter: { fileName: 'coverage/mutants.json' },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 85, break: 85 },
};
