-- Partners whose programs may ask for access to apps.
create table oauth_clients (
  id text primary key,
  display_name text not null,
  secret_sealed text not null,
  redirect_uris text[] not null,
  -- Called when access ends.
  remove_url text,
  created_at timestamptz not null
);

-- Codes that were given out, each good for one exchange; only their hashes are kept.
create table oauth_codes (
  hash bytea primary key,
  client_id text not null references oauth_clients on delete cascade,
  app_id text not null,
  expires_at timestamptz not null,
  used boolean not null
);
create index oauth_codes_by_time on oauth_codes (expires_at);

-- The access of a partner to an app: an integration of the app, and the key that signs its tokens.
create table oauth_grants (
  app_id text not null references apps,
  client_id text not null references oauth_clients,
  integration_id text not null,
  key_id text not null,
  created_at timestamptz not null,
  primary key (app_id, client_id),
  foreign key (app_id, integration_id) references integrations (app_id, id)
);
create unique index oauth_grants_by_integration on oauth_grants (app_id, integration_id);
