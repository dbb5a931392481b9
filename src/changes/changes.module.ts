import { Global, Module } from '@nestjs/common';
import { Changes } from './changes.js';
import { Erasures } from './erasures.js';

/** Changes that are surely announced, and users who are surely gone, for every room. */
@Global()
@Module({ providers: [Changes, Erasures], exports: [Changes, Erasures] })
export class ChangesModule {}
