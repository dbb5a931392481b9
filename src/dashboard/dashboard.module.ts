import { Module } from '@nestjs/common';
import { DashboardController } from './dashboard.controller.js';
import { DashboardPage } from './dashboard-page.js';

@Module({ controllers: [DashboardController], providers: [DashboardPage] })
export class DashboardModule {}
