-- Counts of requests that several processes share. Unlogged: what a crash forgets, a minute would have forgotten too,
-- and no request waits for the disk. The order of the columns is the one in which rate-limiter-flexible writes them.
CREATE UNLOGGED TABLE "rate_limits" (
  "key" TEXT COLLATE "C" NOT NULL,
  "points" INTEGER NOT NULL,
  -- Milliseconds since 1970.
  "expire" BIGINT,

  CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);
