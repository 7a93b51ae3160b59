-- The switchboard integration that answers first in an integration; null: the default of the switchboard.
alter table integrations add column default_responder_id text;
