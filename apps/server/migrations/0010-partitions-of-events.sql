-- Events lie in parts of a day each, told apart by the time in their ids, so that what is old goes by dropping a part. What
-- was there, and what comes before its part is made, lies in the default one. The key leads in the order of commit: to one
-- app's events for the feed, over all apps for delivery.
alter table events rename to events_default;
drop index events_by_lane;
alter table events_default drop constraint events_pkey;
create table events (
  app_id text not null,
  id text not null,
  -- Order of commit: readers stay below the oldest transaction that is still open.
  transaction xid8 not null default pg_current_xact_id(),
  lane smallint not null,
  type text not null,
  user_ids text[] not null,
  payload text not null,
  created_at timestamptz not null,
  conversation_id text,
  seq bigint,
  source_integration_id text,
  switchboard_id text,
  active_integration_id text,
  pending_integration_id text,
  previous_integration_id text,
  primary key (app_id, transaction, id)
) partition by range (id);
create index events_by_transaction on events (transaction, id);
alter table events attach partition events_default default;

-- Makes the part of a day (UTC) unless it is there, with the rows of that day that had no part. Rows that come meanwhile wait.
create function make_part(of_table text, key text, day date) returns void language plpgsql as $$
declare
  part text := of_table || to_char(day, '_YYYYMMDD');
  -- Ids begin with the seconds since 1970 in hex.
  first text := lpad(to_hex(extract(epoch from day)::bigint), 8, '0');
  beyond text := lpad(to_hex(extract(epoch from day + 1)::bigint), 8, '0');
begin
  if to_regclass(part) is not null then
    return;
  end if;
  perform set_config('lock_timeout', '2s', true);
  execute format('lock table %I in access exclusive mode', of_table || '_default');
  execute format('create table %I (like %I including defaults)', part, of_table);
  execute format('with moved as (delete from %I where %I >= %L and %I < %L returning *) insert into %I select * from moved',
    of_table || '_default', key, first, key, beyond, part);
  execute format('alter table %I attach partition %I for values from (%L) to (%L)', of_table, part, first, beyond);
end $$;

-- Drops the parts of all days before one, and what lies in the default part from before it.
create function drop_parts(of_table text, key text, before date) returns void language plpgsql as $$
declare
  part text;
begin
  perform set_config('lock_timeout', '2s', true);
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = of_table::regclass and c.relname < of_table || to_char(before, '_YYYYMMDD')
      and c.relname ~ '_\d{8}$'
  loop
    execute format('drop table %I', part);
  end loop;
  execute format('delete from %I where %I < %L', of_table || '_default', key,
    lpad(to_hex(extract(epoch from before)::bigint), 8, '0'));
end $$;
