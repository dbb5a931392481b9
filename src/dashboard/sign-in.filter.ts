import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';
import { sendProblem } from '../http/problem.filter.js';
import { counted } from '../http/refusals.js';
import { DashboardPage } from './dashboard-page.js';
import { PAGE_HEADERS } from './page-headers.js';

/** A browser that comes without a token gets, with its 401, the page to sign in with; everybody else is told the problem. */
@Catch(Problem)
export class SignInFilter implements ExceptionFilter<Problem> {
  constructor(private readonly files: DashboardPage) {}

  catch(found: Problem, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const problem = counted(found, request, reply);
    if (problem.status !== 401 || !isBrowser(request)) {
      sendProblem(reply, request, problem);
      return;
    }
    const { bytes, contentType } = this.files.page;
    const headers = { ...problem.headers, ...PAGE_HEADERS, 'content-type': contentType };
    void reply.status(401).headers(headers).send(bytes);
  }
}

/** Programs ask for JSON or for anything. */
function isBrowser({ headers }: FastifyRequest): boolean {
  return /\btext\/html\b/i.test(headers.accept ?? '');
}
