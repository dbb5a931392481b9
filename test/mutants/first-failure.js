import fc from 'fast-check';

/** Whether a mutant is seen is all that is asked here: nobody reads the smallest case that shows it, and finding that takes most of the time. */
fc.configureGlobal({ endOnFailure: true });
