CREATE TABLE "samples" (
  "id" TEXT COLLATE "C" PRIMARY KEY,
  "name" TEXT COLLATE "C" NOT NULL,
  "nickname" TEXT COLLATE "C",
  "role" TEXT COLLATE "C" NOT NULL,
  "age" INTEGER NOT NULL,
  "rank" INTEGER,
  "score" DOUBLE PRECISION NOT NULL,
  "weight" DOUBLE PRECISION,
  "active" BOOLEAN NOT NULL,
  "verified" BOOLEAN,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "seenAt" TIMESTAMPTZ(3)
);
