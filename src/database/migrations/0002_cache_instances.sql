CREATE TABLE "cache_instances" (
	"instance" text PRIMARY KEY NOT NULL,
	"told_at" timestamp with time zone NOT NULL,
	"told" jsonb NOT NULL
);
