create table clients (
  app_id text not null,
  id text not null,
  user_id text not null,
  type text not null,
  status text not null,
  -- Null for clients of SDKs, which stand for all SDKs.
  integration_id text,
  external_id text,
  last_seen timestamptz,
  linked_at timestamptz,
  display_name text,
  avatar_url text,
  info jsonb,
  raw jsonb,
  -- How a pending client is to be found and confirmed, and which conversation it joins.
  linking jsonb,
  created_at timestamptz not null,
  primary key (app_id, id),
  foreign key (app_id, user_id) references users (app_id, id)
);
create index clients_by_user on clients (app_id, user_id, id);
create unique index clients_of_sdk on clients (app_id, user_id) where type = 'sdk';
create unique index clients_by_external_id on clients (app_id, integration_id, external_id);

create table devices (
  app_id text not null,
  id text not null,
  user_id text not null,
  client_id text not null,
  type text not null,
  guid text not null,
  status text not null,
  integration_id text not null,
  last_seen timestamptz not null,
  push_notification_token text,
  info jsonb,
  app_version text,
  primary key (app_id, id),
  foreign key (app_id, user_id) references users (app_id, id),
  foreign key (app_id, client_id) references clients (app_id, id)
);
create index devices_by_user on devices (app_id, user_id, last_seen);

create table conversations (
  app_id text not null references apps,
  id text not null,
  type text not null,
  display_name text,
  description text,
  icon_url text,
  metadata jsonb not null,
  -- The user whose default conversation this is.
  default_of text,
  -- One counter for messages and events; gaps are normal.
  seq bigint not null,
  -- Messages there are, and messages there ever were.
  message_count integer not null,
  message_total bigint not null,
  business_last_read timestamptz,
  last_updated_at timestamptz not null,
  -- Switchboard integrations. One that is gone counts as none.
  active_id text,
  pending_id text,
  created_at timestamptz not null,
  primary key (app_id, id)
);
create unique index conversations_by_default on conversations (app_id, default_of) where default_of is not null;

create table participants (
  app_id text not null,
  id text not null,
  conversation_id text not null,
  user_id text not null,
  -- What the user has read: up to which message, how many there ever were then, and when that one came.
  read_seq bigint not null,
  read_total bigint not null,
  last_read timestamptz,
  created_at timestamptz not null,
  primary key (app_id, id),
  foreign key (app_id, conversation_id) references conversations (app_id, id),
  foreign key (app_id, user_id) references users (app_id, id)
);
create unique index participants_by_conversation on participants (app_id, conversation_id, user_id);
create index participants_by_user on participants (app_id, user_id, conversation_id);

-- Through which clients a participant takes part.
create table client_associations (
  app_id text not null,
  participant_id text not null,
  client_id text not null,
  -- The last interaction, or when it was subscribed.
  used_at timestamptz not null,
  primary key (app_id, participant_id, client_id),
  foreign key (app_id, participant_id) references participants (app_id, id),
  foreign key (app_id, client_id) references clients (app_id, id)
);
create index client_associations_by_client on client_associations (app_id, client_id);

create table messages (
  app_id text not null,
  conversation_id text not null,
  seq bigint not null,
  id text not null,
  received timestamptz not null,
  author_type text not null,
  author_user_id text,
  -- Name, picture and subtypes of the author; JSON that keeps what was sent as it was.
  author json not null,
  content json not null,
  source json not null,
  -- What few messages have: metadata, quotedMessage, activity, references.
  details json,
  -- What a channel is told: destination, override.
  delivery json,
  primary key (app_id, conversation_id, seq)
);
create unique index messages_by_id on messages (app_id, conversation_id, id);
create index messages_by_author on messages (app_id, author_user_id) where author_user_id is not null;

-- What was answered to a message posted with an Idempotency-Key, for a day.
create table posted_messages (
  app_id text not null,
  conversation_id text not null,
  key text not null,
  -- Of the body that was posted.
  body_hash bytea not null,
  message_ids text[] not null,
  created_at timestamptz not null,
  primary key (app_id, conversation_id, key)
);
create index posted_messages_by_time on posted_messages (created_at);

-- Where an event belongs in its conversation, and who had control when it was written: what a receiver is told depends
-- on that, not on who has control when it is sent.
alter table events
  add column conversation_id text,
  add column seq bigint,
  add column source_integration_id text,
  -- Null: control was nobody's business, as no switchboard was on.
  add column switchboard_id text,
  add column active_integration_id text,
  add column pending_integration_id text,
  -- Who had control until this event took it away.
  add column previous_integration_id text;
