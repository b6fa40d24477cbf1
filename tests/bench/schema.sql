-- The tables that PostgreSQL is measured with: what a service keeps of observations, in the tables
-- one would write by hand. Bodies are the bytes that the ledger stores. There is no record of
-- commits; actor and reason are kept nowhere. Ids sort as bytes, as the ledger sorts them.
SET client_min_messages = warning;
DROP TABLE IF EXISTS head, area, indicator, observation, history, feed;

CREATE TABLE head (
  only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
  revision bigint NOT NULL,
  committed timestamptz NOT NULL
);
INSERT INTO head (revision, committed) VALUES (0, now());

CREATE TABLE area (
  id text COLLATE "C" PRIMARY KEY
);

CREATE TABLE indicator (
  id text COLLATE "C" PRIMARY KEY,
  scale_min numeric,
  scale_max numeric,
  body bytea NOT NULL
);

-- The newest version of each row.
CREATE TABLE observation (
  area text COLLATE "C",
  indicator text COLLATE "C",
  id text COLLATE "C",
  revision bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (area, indicator, id)
);

-- What the commit end_revision replaced.
CREATE TABLE history (
  area text COLLATE "C",
  indicator text COLLATE "C",
  id text COLLATE "C",
  end_revision bigint,
  revision bigint NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (area, indicator, id, end_revision)
);

-- What each commit did.
CREATE TABLE feed (
  revision bigint,
  sequence integer,
  operation smallint NOT NULL,
  area text COLLATE "C" NOT NULL,
  indicator text COLLATE "C" NOT NULL,
  id text COLLATE "C" NOT NULL,
  PRIMARY KEY (revision, sequence)
);
