/** Everything, for a program that has all the libraries below: the door `#cache` of this repository. */
export * from '../index.js';
export * from './cache-manager.js';
export * from './keyv.js';
export * from './redis.js';
