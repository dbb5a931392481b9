import 'reflect-metadata';
import { plainToInstance, Type } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Matches,
  Max,
  Min,
  MinLength,
  ValidateBy,
  validateSync,
} from 'class-validator';
import { validateCronExpression } from 'cron';
import { IsProxies } from './is-proxies.js';
import { measures, type Measures } from './measures.js';

const REDIS_ADDRESSES = /^rediss?:\/\/[^,\s]+(,rediss?:\/\/[^,\s]+)*$/;

/** `off`, or when to do something in the words of cron. */
function IsSchedule(): PropertyDecorator {
  const isSchedule = (text: unknown) =>
    typeof text === 'string' && (text === 'off' || validateCronExpression(text).valid);
  const defaultMessage = () => 'must be five or six cron fields, or "off"';
  return ValidateBy({ name: 'isSchedule', validator: { validate: isSchedule, defaultMessage } });
}

/** Where a service is spoken to; user and password have settings of their own, so that the log may show the address. */
function IsWebAddress(): PropertyDecorator {
  const isWebAddress = (text: unknown) =>
    typeof text === 'string' && /^https?:\/\/[^\s@?#]+$/.test(text) && URL.canParse(text);
  const defaultMessage = () => 'must be an http:// or https:// address without user, query and fragment';
  return ValidateBy({ name: 'isWebAddress', validator: { validate: isWebAddress, defaultMessage } });
}

/** What is sent in a header. */
function IsSecret(): PropertyDecorator {
  return Matches(/^[\x21-\x7e]{1,500}$/, { message: 'must be at most 500 visible ASCII characters without spaces' });
}

/** Every setting of the program, read once at start. Defaults and units stand beside each name in `.env.example`. */
export class Config {
  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(65_535)
  readonly PORT: number = 3000;

  @IsString()
  @MinLength(1)
  readonly HOST: string = '127.0.0.1';

  @IsIn(['development', 'test', 'production'])
  readonly NODE_ENV: 'development' | 'test' | 'production' = 'development';

  /** Folder of the embedded database and of the secrets made at first start; `memory:` keeps nothing. */
  @IsString()
  @MinLength(1)
  readonly DATA_DIR: string = './data';

  @IsOptional()
  @Matches(/^postgres(ql)?:\/\//, { message: 'must be a postgres:// address' })
  readonly DATABASE_URL?: string;

  /** A tar of an initialised embedded database; a new data folder starts from it instead of from nothing. */
  @IsOptional()
  @IsString()
  @MinLength(1)
  readonly EMBEDDED_TEMPLATE?: string;

  @IsOptional()
  @Matches(/^(rediss?:\/\/)/, { message: 'must be a redis:// or rediss:// address' })
  readonly REDIS_URL?: string;

  @IsOptional()
  @Matches(REDIS_ADDRESSES, { message: 'must be redis:// or rediss:// addresses with a comma between them' })
  readonly REDIS_SENTINELS?: string;

  @IsOptional()
  @Matches(/^[A-Za-z0-9._-]{1,64}$/, { message: 'must be at most 64 of A-Z a-z 0-9 . _ -' })
  readonly REDIS_SENTINEL_NAME?: string;

  @IsOptional()
  @Matches(REDIS_ADDRESSES, { message: 'must be redis:// or rediss:// addresses with a comma between them' })
  readonly REDIS_CLUSTER?: string;

  @IsString()
  @Matches(/^[A-Za-z0-9._~:-]{0,64}$/, { message: 'must be at most 64 of A-Z a-z 0-9 . _ ~ : -' })
  readonly CACHE_KEY_PREFIX: string = '';

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(65_536)
  readonly CACHE_MEMORY_MB: number = 64;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(10_000)
  readonly CACHE_FAR_DEADLINE_MS: number = 50;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(60_000)
  readonly CACHE_TRUST_MS: number = 1000;

  @Type(() => Number)
  @IsNumber()
  @Min(0)
  @Max(1)
  readonly CACHE_SHADOW_SHARE: number = 0;

  @Type(() => Number)
  @IsInt()
  @Min(0)
  @Max(86_400)
  readonly CLIENT_MAX_AGE_SECONDS: number = 0;

  @IsOptional()
  @IsString()
  @MinLength(32, { message: 'must be at least 32 characters' })
  readonly JWT_SECRET?: string;

  @Type(() => Number)
  @IsInt()
  @Min(60)
  @Max(86_400)
  readonly JWT_TTL_SECONDS: number = 900;

  @IsOptional()
  @Matches(/^[^\s@]+@[^\s@]+$/, { message: 'must be an e-mail address' })
  readonly ADMIN_EMAIL?: string;

  @IsOptional()
  @IsString()
  @MinLength(10, { message: 'must be at least 10 characters' })
  readonly ADMIN_PASSWORD?: string;

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  readonly RATE_LIMIT_PER_MINUTE: number = 300;

  /** What cups, pints and fluid ounces are in recipes that are imported. */
  @IsIn(measures)
  readonly MEASURES: Measures = 'us';

  /** Whose word is taken on where a request comes from; nobody's unless set. */
  @IsOptional()
  @IsProxies()
  readonly TRUSTED_PROXIES?: string;

  @IsSchedule()
  readonly WARMUP_CRON: string = '0 */30 * * * *';

  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(64)
  readonly WARMUP_CONCURRENCY: number = 4;

  @IsOptional()
  @Matches(/^[\w.~+/=-]{16,}$/, { message: 'must be at least 16 of A-Z a-z 0-9 . _ ~ + / = -' })
  readonly METRICS_TOKEN?: string;

  @IsOptional()
  @IsWebAddress()
  readonly LLM_BASE_URL?: string;

  @IsOptional()
  @IsSecret()
  readonly LLM_API_KEY?: string;

  @IsOptional()
  @Matches(/^[\w.:/@+-]{1,200}$/, { message: 'must be at most 200 of A-Z a-z 0-9 _ . : / @ + -' })
  readonly LLM_MODEL?: string;

  @IsWebAddress()
  readonly SPOONACULAR_BASE_URL: string = 'https://api.spoonacular.com';

  @IsOptional()
  @IsSecret()
  readonly SPOONACULAR_API_KEY?: string;

  @IsIn(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
  readonly LOG_LEVEL: string = 'info';

  /**
   * Reads the environment. Throws one `ConfigError` that names every bad variable and what was expected of it, never its value.
   */
  static from(environment: Readonly<Record<string, string | undefined>>): Config {
    const known = Object.entries(environment).filter(([, value]) => value !== undefined && value !== '');
    const config = plainToInstance(Config, Object.fromEntries(known), { exposeDefaultValues: true });

    const faults = validateSync(config, { whitelist: true, validationError: { value: false, target: false } }).map(
      ({ property, constraints = {} }) =>
        `${property}: ${Object.values(constraints)
          .map((rule) => rule.replace(`${property} `, ''))
          .join(', ')}`,
    );
    if (config.NODE_ENV === 'production' && config.JWT_SECRET === undefined) {
      faults.push('JWT_SECRET: must be set in production, at least 32 characters');
    }
    if ((config.ADMIN_EMAIL === undefined) !== (config.ADMIN_PASSWORD === undefined)) {
      faults.push('ADMIN_EMAIL, ADMIN_PASSWORD: set both or neither');
    }
    if ((config.REDIS_SENTINELS === undefined) !== (config.REDIS_SENTINEL_NAME === undefined)) {
      faults.push('REDIS_SENTINELS, REDIS_SENTINEL_NAME: set both or neither');
    }
    if (config.REDIS_CLUSTER !== undefined && (config.REDIS_URL ?? config.REDIS_SENTINELS) !== undefined) {
      faults.push('REDIS_CLUSTER: set it alone, without REDIS_URL and REDIS_SENTINELS');
    }
    if ((config.LLM_BASE_URL === undefined) !== (config.LLM_MODEL === undefined)) {
      faults.push('LLM_BASE_URL, LLM_MODEL: set both or neither');
    }
    if (config.LLM_API_KEY !== undefined && config.LLM_BASE_URL === undefined) {
      faults.push('LLM_API_KEY: set it together with LLM_BASE_URL and LLM_MODEL');
    }
    if (faults.length > 0) throw new ConfigError(faults);
    return config;
  }

  get dataInMemory(): boolean {
    return this.DATA_DIR === 'memory:';
  }
}

/** The settings don't hold together; `faults` has a line per variable. */
export class ConfigError extends Error {
  readonly code = 'CONFIG_INVALID';

  constructor(readonly faults: readonly string[]) {
    super(`Bad settings:\n  ${faults.join('\n  ')}`);
  }
}
