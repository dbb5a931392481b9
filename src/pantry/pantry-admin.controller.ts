import { Controller, Get, Header, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { AdminOnly } from '../auth/access.js';
import { IdPipe } from '../http/id.pipe.js';
import { PantryView } from './pantry.dto.js';
import { PantryService } from './pantry.service.js';

@ApiTags('admin')
@AdminOnly()
@Controller('admin/pantry')
export class PantryAdminController {
  constructor(private readonly pantry: PantryService) {}

  /** Any user's pantry, always from the source. */
  @Get(':userId')
  @Header('cache-control', 'no-store')
  of(@Param('userId', IdPipe) userId: number): Promise<PantryView> {
    return this.pantry.fromSource(userId);
  }
}
