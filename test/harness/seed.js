/** `SEED` in the environment, as a property printed it when it failed, makes every property run on the very same cases again. */
const { SEED } = process.env;

if (SEED !== undefined) {
  const { default: fc } = await import('fast-check');
  fc.configureGlobal({ seed: Number(SEED) });
}
