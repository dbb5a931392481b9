import { Global, Module } from '@nestjs/common';
import { Changes } from './changes.js';

/** Changes that are surely announced, for every room. */
@Global()
@Module({ providers: [Changes], exports: [Changes] })
export class ChangesModule {}
