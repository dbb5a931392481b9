import { Body, Controller, Header, HttpCode, Param, Post, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IdPipe } from '../http/id.pipe.js';
import { AskLimitGuard } from './ask-limit.guard.js';
import { AnswerView, Question } from './assistant.dto.js';
import { AssistantService } from './assistant.service.js';

@ApiTags('assistant')
@Controller('assistant')
export class AssistantController {
  constructor(private readonly assistant: AssistantService) {}

  /** Says in words what to cook. A message chooses among what the user may eat and changes no rule. 20 questions a minute. */
  @Post(':userId/ask')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @UseGuards(AskLimitGuard)
  ask(@Param('userId', IdPipe) userId: number, @Body() question: Question): Promise<AnswerView> {
    return this.assistant.ask(userId, question);
  }
}
