import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../http/id.pipe.js';
import { Caller, Public, type CallerIdentity } from './access.js';
import { AccountsService } from './accounts.service.js';
import { Login, RegisteredView, Registration, TokenView, UserView } from './auth.dto.js';
import { AuthService } from './auth.service.js';

@ApiTags('auth')
@Controller()
export class AuthController {
  constructor(
    private readonly auth: AuthService,
    private readonly accounts: AccountsService,
  ) {}

  /** A second try with the same address is told so (409): the answer holds a token, which is kept nowhere for replay. */
  @Public()
  @Post('auth/register')
  @Header('cache-control', 'no-store')
  register(@Body() registration: Registration): Promise<RegisteredView> {
    return this.auth.register(registration);
  }

  @Public()
  @Post('auth/login')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  login(@Body() login: Login): Promise<TokenView> {
    return this.auth.login(login);
  }

  @Get('auth/me')
  @Header('cache-control', 'no-store')
  me(@Caller() caller: CallerIdentity): Promise<UserView> {
    return this.auth.me(caller.userId);
  }

  /** Everything of the user goes, for good. */
  @Delete('users/:userId')
  @HttpCode(204)
  async erase(@Param('userId', IdPipe) userId: number): Promise<void> {
    await this.accounts.erase(userId);
  }

  /** All of the user's data, a section for each part of the service. */
  @Get('users/:userId/export')
  @Header('cache-control', 'no-store')
  exportOf(@Param('userId', IdPipe) userId: number): Promise<Record<string, unknown>> {
    return this.accounts.exportOf(userId);
  }
}
