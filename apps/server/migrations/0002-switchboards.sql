create table switchboards (
  app_id text not null references apps,
  id text not null,
  enabled boolean not null,
  default_switchboard_integration_id text,
  created_at timestamptz not null,
  primary key (app_id, id)
);

create table switchboard_integrations (
  app_id text not null,
  id text not null,
  switchboard_id text not null,
  name text not null,
  integration_id text not null,
  integration_type text not null,
  deliver_standby_events boolean not null,
  next_id text,
  message_history_count integer,
  created_at timestamptz not null,
  primary key (app_id, id),
  foreign key (app_id, switchboard_id) references switchboards,
  foreign key (app_id, integration_id) references integrations
);
create index switchboard_integrations_by_switchboard on switchboard_integrations (app_id, switchboard_id, id);
create index switchboard_integrations_by_integration on switchboard_integrations (app_id, integration_id);
