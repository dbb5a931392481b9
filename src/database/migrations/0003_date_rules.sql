ALTER TABLE "pantry_lots" ADD COLUMN "date_rule" text;--> statement-breakpoint
UPDATE "pantry_lots" SET "date_rule" = CASE WHEN NOT "expiry_estimated" THEN 'told' WHEN "opened_on" IS NULL THEN 'closed' ELSE 'opened' END WHERE "expires_on" IS NOT NULL;
