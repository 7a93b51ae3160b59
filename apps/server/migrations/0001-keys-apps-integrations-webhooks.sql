-- One account per installation. The check value tells whether the master key is the one that sealed the secrets.
create table accounts (
  id text primary key,
  master_key_check text not null,
  created_at timestamptz not null
);

create table account_keys (
  id text primary key,
  account_id text not null references accounts,
  display_name text not null,
  secret_sealed text not null,
  created_at timestamptz not null
);

create table service_accounts (
  id text primary key,
  display_name text not null,
  key_id text not null unique,
  secret_sealed text not null,
  created_at timestamptz not null
);

create table apps (
  id text primary key,
  display_name text not null,
  settings jsonb not null,
  metadata jsonb,
  created_at timestamptz not null
);

-- Which apps a service account may use.
create table app_grants (
  app_id text not null references apps,
  service_account_id text not null references service_accounts,
  primary key (app_id, service_account_id)
);
create index app_grants_by_service_account on app_grants (service_account_id, app_id);

-- Leads from a key id to the app that holds the key: the one look-up that cannot start with the app.
create table key_index (
  key_id text primary key,
  app_id text not null
);

create table app_keys (
  app_id text not null references apps,
  id text not null,
  display_name text not null,
  secret_sealed text not null,
  created_at timestamptz not null,
  primary key (app_id, id)
);

create table integrations (
  app_id text not null references apps,
  id text not null,
  type text not null,
  status text not null,
  display_name text,
  show_ai_disclaimer boolean,
  settings jsonb not null,
  -- All secrets of the channel as one sealed JSON object.
  secrets_sealed text,
  created_at timestamptz not null,
  primary key (app_id, id)
);

create table integration_keys (
  app_id text not null,
  id text not null,
  integration_id text not null,
  display_name text not null,
  secret_sealed text not null,
  created_at timestamptz not null,
  primary key (app_id, id),
  foreign key (app_id, integration_id) references integrations
);
create index integration_keys_by_integration on integration_keys (app_id, integration_id, id);

create table webhooks (
  app_id text not null,
  id text not null,
  integration_id text not null,
  version text not null,
  target text not null,
  triggers text[] not null,
  secret_sealed text not null,
  include_full_user boolean not null,
  include_full_source boolean not null,
  created_at timestamptz not null,
  primary key (app_id, id),
  foreign key (app_id, integration_id) references integrations
);
create index webhooks_by_integration on webhooks (app_id, integration_id, id);
