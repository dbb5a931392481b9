import { Global, Module } from '@nestjs/common';
import { RequestCounts } from './request-counts.js';

/** One count for all that is limited, in whatever room. */
@Global()
@Module({
  providers: [{ provide: RequestCounts, useFactory: () => new RequestCounts() }],
  exports: [RequestCounts],
})
export class LimitsModule {}
