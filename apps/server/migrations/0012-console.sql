-- Browsers that are signed in to the console, and links that sign one in. Digests alone: whoever reads them gets in nowhere.
create table hub_sessions (
  hash bytea primary key,
  key_id text not null,
  -- Made of the session's own secret with that of the key, so that the session ends when the key gets another one.
  proof bytea not null,
  expires_at timestamptz not null
);

create table hub_links (
  hash bytea primary key,
  key_id text not null,
  expires_at timestamptz not null
);
