/**
 * The official releases that are tested, oldest first, and where under node_modules the loader of each lies; its other
 * packages are found from there.
 */
export const INSTALLED = { '4.1.2': '@aztec/node-keystore', '5.2.0': 'official-5.2.0' };
