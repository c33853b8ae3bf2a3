// Node's module hook that gives @aztec/stdlib, where it serves release 5.2.0, that release's own zod.
//
// The release has zod 4 throughout. Its stdlib was never published; the one that stands in for it asks for zod 3, and a
// schema of the one is none to the other. npm's `overrides` cannot say this: they would reach into what 4.1.2 uses.

const STAND_IN = '/node_modules/official-5.2.0/node_modules/@aztec/stdlib/';
const RELEASE = new URL('../node_modules/official-5.2.0/dest/index.js', import.meta.url).href;

export const resolve = (specifier, context, next) =>
  next(
    specifier,
    specifier === 'zod' && context.parentURL?.includes(STAND_IN) ? { ...context, parentURL: RELEASE } : context,
  );
