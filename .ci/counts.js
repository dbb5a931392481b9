import { readFileSync } from 'node:fs';

/** Prints `N passed, N failed` from Jest's report; a spec file that could not run counts as one that failed. Exits 1 without a report. */
const text = readFileSync(process.argv[2] ?? '', 'utf8');
const report = text === '' ? undefined : JSON.parse(text);
const passed = report?.numPassedTests ?? 0;
const failed = (report?.numFailedTests ?? 0) + (report?.numRuntimeErrorTestSuites ?? 0);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = report && failed === 0 ? 0 : 1;
