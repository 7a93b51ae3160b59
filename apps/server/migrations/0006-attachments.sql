create table attachments (
  app_id text not null references apps,
  -- Its secret name: who knows it may read the file.
  id text not null,
  file_name text not null,
  media_type text not null,
  media_size bigint not null,
  -- Whether it goes with the message that shows it.
  for_message boolean not null,
  conversation_id text,
  created_at timestamptz not null,
  primary key (app_id, id)
);
-- Whoever asks for a file names no app.
create unique index attachments_by_id on attachments (id);
create index attachments_by_conversation on attachments (app_id, conversation_id) where conversation_id is not null;
