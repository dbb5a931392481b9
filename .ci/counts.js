import { readFileSync } from 'node:fs';

/** Prints `N passed, N failed` over Jest's reports; a spec file that could not run counts as one that failed. Exits 1 where a report is missing. */
const texts = process.argv.slice(2).map((path) => readFileSync(path, 'utf8'));
const reports = texts.filter((text) => text !== '').map((text) => JSON.parse(text));
const sum = (...counts) => reports.flatMap((report) => counts.map((count) => report[count])).reduce((a, b) => a + b, 0);
const failed = sum('numFailedTests', 'numRuntimeErrorTestSuites');
console.log(`${sum('numPassedTests')} passed, ${failed} failed`);
process.exitCode = texts.length > 0 && reports.length === texts.length && failed === 0 ? 0 : 1;
