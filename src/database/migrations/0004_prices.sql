ALTER TABLE "pantry_journal" ADD COLUMN "price" numeric(18, 6);--> statement-breakpoint
ALTER TABLE "pantry_lots" ADD COLUMN "price" numeric(18, 6);--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "coverage" numeric(5, 4);--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "transaction_id" integer;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "undone" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "interactions" ADD COLUMN "changed_at" timestamp with time zone;--> statement-breakpoint
CREATE INDEX "pantry_journal_gone" ON "pantry_journal" USING btree ("user_id","created_at") WHERE reason in ('consumed', 'cooked', 'spoiled') and delta < 0;--> statement-breakpoint
CREATE INDEX "pantry_transactions_undoing" ON "pantry_transactions" USING btree ("user_id") WHERE undoes is not null;--> statement-breakpoint
CREATE INDEX "interactions_by_transaction" ON "interactions" USING btree ("transaction_id");--> statement-breakpoint
ALTER TABLE "pantry_lots" ADD CONSTRAINT "pantry_lots_price_positive" CHECK (price > 0);
