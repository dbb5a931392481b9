import { seeToCaches } from '../test/proxies/global-setup.js';

/** Ends well where nginx and Varnish are there, or can be installed; else says in a line what is missing. */
const lacking = seeToCaches();
if (lacking.length > 0) {
  console.log(`== proxies: not run, for want of ${lacking.join(' and ')}`);
  process.exitCode = 1;
}
