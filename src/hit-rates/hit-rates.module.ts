import { Module } from '@nestjs/common';
import { HitRates } from './hit-rates.js';
import { LatestWarmup } from './latest-warmup.js';
import { WarmUsers } from './warm-users.js';

/** How well the cache serves: overall, by region, and for users who were warmed. */
@Module({ providers: [HitRates, LatestWarmup, WarmUsers], exports: [HitRates, LatestWarmup, WarmUsers] })
export class HitRatesModule {}
