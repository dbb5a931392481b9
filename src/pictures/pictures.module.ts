import { Module } from '@nestjs/common';
import { CacheModule } from '#cache';
import { RecipesModule } from '../recipes/recipes.module.js';
import { PictureMaker } from './picture-maker.js';
import { pictureAnswers } from './pictures.cache.js';
import { PicturesController } from './pictures.controller.js';
import { PicturesRepository } from './pictures.repository.js';
import { PicturesService } from './pictures.service.js';
import { SentPictures } from './sent-pictures.js';

@Module({
  imports: [CacheModule.forFeature([pictureAnswers]), RecipesModule],
  controllers: [PicturesController],
  providers: [PictureMaker, PicturesRepository, PicturesService, SentPictures],
})
export class PicturesModule {}
