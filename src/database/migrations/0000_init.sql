CREATE TABLE "users" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "users_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"email" text NOT NULL,
	"name" text NOT NULL,
	"password_hash" text NOT NULL,
	"role" text DEFAULT 'user' NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "announcements" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "announcements_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"tags" text[] NOT NULL,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seeds" (
	"name" text PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"seeded_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"owner" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"request_hash" text NOT NULL,
	"status" integer,
	"body" text,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_owner_route_key_pk" PRIMARY KEY("owner","route","key")
);
--> statement-breakpoint
CREATE TABLE "ingredients" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ingredients_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"aliases" text[] NOT NULL,
	"category" text NOT NULL,
	"parent" text,
	"contains" text[] NOT NULL,
	"may_contain" text[] NOT NULL,
	"breaks" text[] NOT NULL,
	"shelf" jsonb NOT NULL,
	"density" real,
	"pieces" jsonb NOT NULL,
	"unit" text NOT NULL,
	"nutrition" jsonb NOT NULL,
	"substitutes" jsonb NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "ingredients_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "pantry_journal" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pantry_journal_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"transaction_id" integer NOT NULL,
	"user_id" integer NOT NULL,
	"lot_id" integer NOT NULL,
	"reason" text NOT NULL,
	"name" text NOT NULL,
	"delta" numeric(18, 6) NOT NULL,
	"unit" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pantry_lots" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pantry_lots_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"name" text NOT NULL,
	"ingredient_id" integer,
	"quantity" numeric(18, 6) NOT NULL,
	"unit" text NOT NULL,
	"category" text NOT NULL,
	"location" text NOT NULL,
	"purchased_on" date NOT NULL,
	"expires_on" date,
	"expiry_kind" text NOT NULL,
	"expiry_estimated" boolean NOT NULL,
	"opened_on" date,
	"frozen_on" date,
	"thawed_on" date,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "pantry_lots_quantity_not_negative" CHECK (quantity >= 0)
);
--> statement-breakpoint
CREATE TABLE "pantry_transactions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "pantry_transactions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"reason" text NOT NULL,
	"recipe_id" integer,
	"undoes" integer,
	"created_at" timestamp with time zone NOT NULL,
	CONSTRAINT "pantry_transactions_undoes_unique" UNIQUE("undoes")
);
--> statement-breakpoint
CREATE TABLE "interactions" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "interactions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer NOT NULL,
	"recipe_id" integer NOT NULL,
	"kind" text NOT NULL,
	"rating" smallint,
	"cuisine" text,
	"ingredient_ids" integer[] NOT NULL,
	"total_minutes" integer,
	"created_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "preferences" (
	"user_id" integer PRIMARY KEY NOT NULL,
	"diets" text[] NOT NULL,
	"allergens" text[] NOT NULL,
	"disliked_ingredients" text[] NOT NULL,
	"liked_ingredients" text[] NOT NULL,
	"cuisines" jsonb NOT NULL,
	"max_minutes" integer,
	"household_size" integer NOT NULL,
	"nutrition_goals" jsonb NOT NULL,
	"time_zone" text NOT NULL,
	"version" integer NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recipe_ingredients" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "recipe_ingredients_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"recipe_id" integer NOT NULL,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	"ingredient_id" integer,
	"alternatives" integer[] NOT NULL,
	"name" text NOT NULL,
	"quantity" numeric(18, 6),
	"unit" text,
	"optional" boolean NOT NULL,
	"note" text,
	"confidence" real NOT NULL
);
--> statement-breakpoint
CREATE TABLE "recipes" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "recipes_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"summary" text NOT NULL,
	"cuisine" text,
	"contexts" text[] NOT NULL,
	"diets" text[] NOT NULL,
	"contains" text[] NOT NULL,
	"may_contain" text[] NOT NULL,
	"allergens_unknown" boolean NOT NULL,
	"prep_minutes" integer,
	"cook_minutes" integer,
	"total_minutes" integer,
	"servings" integer,
	"steps" text[] NOT NULL,
	"tags" text[] NOT NULL,
	"image" text,
	"source" text NOT NULL,
	"license" text NOT NULL,
	"nutrition" jsonb NOT NULL,
	"embedding" real[],
	"content_hash" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	CONSTRAINT "recipes_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "jobs_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"user_id" integer,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"total" integer NOT NULL,
	"done" integer NOT NULL,
	"failed" integer NOT NULL,
	"errors" jsonb NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "pantry_journal" ADD CONSTRAINT "pantry_journal_transaction_id_pantry_transactions_id_fk" FOREIGN KEY ("transaction_id") REFERENCES "public"."pantry_transactions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pantry_journal" ADD CONSTRAINT "pantry_journal_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pantry_journal" ADD CONSTRAINT "pantry_journal_lot_id_pantry_lots_id_fk" FOREIGN KEY ("lot_id") REFERENCES "public"."pantry_lots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pantry_lots" ADD CONSTRAINT "pantry_lots_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pantry_lots" ADD CONSTRAINT "pantry_lots_ingredient_id_ingredients_id_fk" FOREIGN KEY ("ingredient_id") REFERENCES "public"."ingredients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pantry_transactions" ADD CONSTRAINT "pantry_transactions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "interactions" ADD CONSTRAINT "interactions_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "preferences" ADD CONSTRAINT "preferences_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipe_ingredients" ADD CONSTRAINT "recipe_ingredients_recipe_id_recipes_id_fk" FOREIGN KEY ("recipe_id") REFERENCES "public"."recipes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recipe_ingredients" ADD CONSTRAINT "recipe_ingredients_ingredient_id_ingredients_id_fk" FOREIGN KEY ("ingredient_id") REFERENCES "public"."ingredients"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "jobs" ADD CONSTRAINT "jobs_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "announcements_by_age" ON "announcements" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "pantry_journal_by_user" ON "pantry_journal" USING btree ("user_id","id");--> statement-breakpoint
CREATE INDEX "pantry_journal_by_lot" ON "pantry_journal" USING btree ("lot_id");--> statement-breakpoint
CREATE INDEX "pantry_journal_by_transaction" ON "pantry_journal" USING btree ("transaction_id");--> statement-breakpoint
CREATE INDEX "pantry_lots_by_user" ON "pantry_lots" USING btree ("user_id") WHERE removed_at is null;--> statement-breakpoint
CREATE INDEX "pantry_transactions_by_user" ON "pantry_transactions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "interactions_by_user" ON "interactions" USING btree ("user_id","created_at");--> statement-breakpoint
CREATE INDEX "recipe_ingredients_by_recipe" ON "recipe_ingredients" USING btree ("recipe_id","position");--> statement-breakpoint
CREATE INDEX "recipes_by_contexts" ON "recipes" USING gin ("contexts");--> statement-breakpoint
CREATE INDEX "jobs_by_user" ON "jobs" USING btree ("user_id");