CREATE TABLE "recipe_pictures" (
	"recipe_id" integer PRIMARY KEY NOT NULL,
	"hash" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"bytes" "bytea" NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "recipes" ADD COLUMN "picture" text;--> statement-breakpoint
ALTER TABLE "recipe_pictures" ADD CONSTRAINT "recipe_pictures_recipe_id_recipes_id_fk" FOREIGN KEY ("recipe_id") REFERENCES "public"."recipes"("id") ON DELETE cascade ON UPDATE no action;