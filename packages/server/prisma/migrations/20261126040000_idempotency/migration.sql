-- The first answer to each request that came with an Idempotency-Key, committed with what the request wrote.
CREATE TABLE "idempotency_records" (
  -- The id of a user, 'system' or 'anonymous': nobody meets another's keys.
  "owner" TEXT COLLATE "C" NOT NULL,
  "key" TEXT COLLATE "C" NOT NULL,
  -- Method and address.
  "request" TEXT COLLATE "C" NOT NULL,
  -- SHA-256 of the body.
  "digest" TEXT COLLATE "C" NOT NULL,
  "status" INTEGER NOT NULL,
  "headers" JSONB NOT NULL,
  "body" TEXT COLLATE "C" NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

  CONSTRAINT "idempotency_records_pkey" PRIMARY KEY ("owner", "key"),
  CONSTRAINT "idempotency_records_key_check" CHECK (char_length("key") BETWEEN 1 AND 255)
);

CREATE INDEX "idempotency_records_created_at_idx" ON "idempotency_records"("created_at");

-- They remembered keys of creations only, and went with their rows.
ALTER TABLE "users" DROP COLUMN "creation_key", DROP COLUMN "creation_digest";
